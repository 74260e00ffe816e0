import { expect, test } from 'vitest';
import { combinedReference } from '#core/evaluation/combinedReference.ts';
import type { Grid } from '#core/volume/grid.ts';
import { maskOf } from '#core/volume/labelMap.ts';
import type { Volume } from '#core/volume/volume.ts';

const GRID: Grid = { dims: [4, 1, 1], affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1] };
const AXES: Volume['source']['axes'] = [{ axis: 0, flipped: false }, { axis: 1, flipped: false }, { axis: 2, flipped: false }];
const VOLUME: Volume = { grid: GRID, data: new Uint8Array(4), modality: 'CT', source: { grid: GRID, axes: AXES } };
const organ = (name: string, ...data: number[]) => ({ organ: name, mask: { grid: GRID, data: Uint8Array.from(data) } });

test('organs that overlap all come back whole, an empty one as nothing', () => {
  const masks = [organ('kidney', 1, 1, 1, 0), organ('tumour', 0, 1, 1, 0), organ('cyst', 0, 0, 1, 1), organ('absent', 0, 0, 0, 0)];
  const { reference, organs } = combinedReference(VOLUME, masks);
  expect(organs.map(({ name, values }) => [name, [...maskOf(reference, values).data]])).toEqual(masks.map((it) => [it.organ, [...it.mask.data]]));
  expect(reference.labels.map((it) => it.name)).toEqual(['kidney', 'kidney and tumour', 'kidney and tumour and cyst', 'cyst']);
});
