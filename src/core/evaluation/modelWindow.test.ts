import { expect, test } from 'vitest';
import { modelWindow } from '#core/evaluation/modelWindow.ts';
import type { Volume } from '#core/volume/volume.ts';
import { intensitySummary } from '#engine/volumes/intensity.ts';

const grid = { dims: [1000, 1, 1] as const, affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1] };
const source = { grid, axes: [0, 1, 2].map((axis) => ({ axis: axis as 0 | 1 | 2, flipped: false })) as unknown as Volume['source']['axes'] };
const data = Float32Array.from({ length: 1000 }, (_, at) => (at < 100 ? 0 : (at * 7919) % 997));

test('on MR the window is the one that the screen shows the same scan in, so that a case asked again is asked alike', () => {
  const { low, high } = intensitySummary(data);
  expect(modelWindow({ grid, data, modality: 'MR', source }, 'liver')).toEqual({ low, high });
});

test('on CT lungs have a window of their own', () => {
  const of = (organ: string) => modelWindow({ grid, data, modality: 'CT', source }, organ);
  expect([of('liver'), of('lung_left')]).toEqual([{ low: -160, high: 240 }, { low: -1350, high: 150 }]);
});
