import { expect, test } from 'vitest';
import { placeOfLabel } from '#core/prompts/placeOfLabel.ts';

const grid = { dims: [3, 1, 3], affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1] } as const;
const data = Uint8Array.from([5, 0, 0, /**/ 5, 5, 5, /**/ 0, 5, 5]);

test('the largest slice and the centre of the label on it', () => {
  expect(placeOfLabel(grid, data, 5)).toEqual({ i: 1, j: 0, k: 1 });
  expect(placeOfLabel(grid, data, 6)).toBeNull();
});
