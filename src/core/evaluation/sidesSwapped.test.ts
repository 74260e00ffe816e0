import { expect, test } from 'vitest';
import { sidesSwapped } from '#core/evaluation/sidesSwapped.ts';
import type { Grid } from '#core/volume/grid.ts';

const GRID: Grid = { dims: [4, 1, 1], affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1] };
const at = (organ: string, i: number | null) => ({ organ, mask: { grid: GRID, data: Uint8Array.from({ length: 4 }, (_, n) => Number(n === i)) } });

test('the left organ has the smaller i, because i increases to the right', () => {
  expect(sidesSwapped([at('kidney_left', 0), at('kidney_right', 3)], 'c')).toEqual([]);
  expect(sidesSwapped([at('kidney_left', 3), at('kidney_right', 0)], 'c')).toMatchObject([{ code: 'sides-swapped', where: 'c' }]);
  expect(sidesSwapped([at('left kidney', 3), at('Right kidney', 0)], 'c')).toHaveLength(1);
});

test('an organ that is absent or alone says nothing, nor does a name that only contains the word', () => {
  expect(sidesSwapped([at('kidney_left', 3), at('kidney_right', null), at('lung_left', 3), at('cleft', 3), at('cright', 0)], 'c')).toEqual([]);
});
