import { expect, test } from 'vitest';
import { askedAgreement } from '#core/evaluation/askedAgreement.ts';

const slice = (predictionVoxels: number, referenceVoxels: number, bothVoxels: number) => ({ predictionVoxels, referenceVoxels, bothVoxels });

test('only the slices that were asked count, summed before they are divided', () => {
  const slices = [slice(4, 4, 4), slice(0, 50, 0), slice(6, 2, 1), slice(0, 9, 0)];
  expect(askedAgreement(slices, 2)).toBe((2 * 5) / 16);
  expect(askedAgreement(slices, 1)).toBe((2 * 5) / 75);
  expect(askedAgreement([slice(0, 0, 0), slice(1, 1, 1)], 2)).toBeNull();
});
