import { expect, test } from 'vitest';
import { countedSlices, worstSlice } from '#app/pages/segment/countedSlices.ts';
import type { RepeatedResult } from '#app/stores/repeatStore.ts';
import type { Plane } from '#core/volume/slice.ts';

const slice = (predictionVoxels: number, referenceVoxels: number, bothVoxels: number) => {
  const size = predictionVoxels + referenceVoxels;
  return { predictionVoxels, referenceVoxels, bothVoxels, dice: size === 0 ? null : (2 * bothVoxels) / size };
};
/** Nothing, half right, missed, missed, right. */
const SLICES = [slice(0, 0, 0), slice(4, 4, 2), slice(0, 5, 0), slice(0, 6, 0), slice(3, 3, 3)];
const worst = (plane: Plane, asked: RepeatedResult['asked'] | null) => {
  const counted = countedSlices(SLICES, plane, asked);
  return [counted, worstSlice(SLICES, counted)];
};

test('a slice that was asked and wholly missed is the worst; one that nobody asked is not', () => {
  expect(worst('axial', { plane: 'axial', everyNth: 1 })).toEqual([[1, 2, 3, 4], 2]);
  expect(worst('axial', { plane: 'axial', everyNth: 3 })).toEqual([[1, 3, 4], 3]);
  expect(worst('coronal', { plane: 'axial', everyNth: 3 })).toEqual([[1, 4], 1]);
  expect(worst('axial', null)).toEqual([[1, 4], 1]);
  expect(worstSlice([], [])).toBeNull();
});
