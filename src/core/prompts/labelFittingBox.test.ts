import { expect, test } from 'vitest';
import { labelFittingBox } from '#core/prompts/labelFittingBox.ts';

// One axial slice, 4 × 3, as stored (i to the right of the patient, j to anterior); the radiological frame turns both round.
const grid = { dims: [4, 3, 1], affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1] } as const;
const data = Uint8Array.from([
  0, 7, 7, 7,
  0, 7, 2, 7,
  9, 0, 0, 0,
]);

test('the label whose extent is the box wins over one inside it', () => {
  // Label 7 fills i 1..3, j 0..1: columns u = 3 − i of 0..2, rows v = 2 − j of 1..2.
  expect(labelFittingBox({ grid, data }, 'axial', 0, { uMin: 0, vMin: 1, uMax: 2, vMax: 2 })).toBe(7);
});

test('a small structure inside a large one is found by a small box', () => {
  expect(labelFittingBox({ grid, data }, 'axial', 0, { uMin: 1, vMin: 1, uMax: 1, vMax: 1 })).toBe(2);
});

test('background only gives nothing', () => {
  expect(labelFittingBox({ grid, data }, 'axial', 0, { uMin: 0, vMin: 0, uMax: 1, vMax: 0 })).toBeNull();
});
