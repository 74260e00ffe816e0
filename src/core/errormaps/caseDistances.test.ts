import { expect, test } from 'vitest';
import type { Dims } from '#core/volume/grid.ts';
import type { Mask } from '#core/volume/volume.ts';
import { caseDistances, codeOfMm, ZERO_CODE } from '#core/errormaps/caseDistances.ts';
import { STEP_MM } from '#core/errormaps/compactMap.ts';

const DIMS: Dims = [70, 64, 40];

function balls(...centres: readonly (readonly [number, number, number, number])[]): Mask {
  const data = new Uint8Array(DIMS[0] * DIMS[1] * DIMS[2]);
  for (let k = 0, at = 0; k < DIMS[2]; k++) for (let j = 0; j < DIMS[1]; j++) for (let i = 0; i < DIMS[0]; i++, at++) {
    if (centres.some(([x, y, z, r]) => (i - x) ** 2 + (j - y) ** 2 + (2 * k - z) ** 2 <= r * r)) data[at] = 1;
  }
  return { grid: { dims: DIMS, affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 1] }, data };
}

const measured = (prediction: Mask, reference: Mask) => {
  const result = caseDistances(prediction, reference);
  if (result.state === 'failed') throw new Error(result.fault.code);
  return result.value;
};

test('a ball shifted by 3 mm: outside before it, inside behind it, nothing at the sides', () => {
  const { codes, slices, farthestMm } = measured(balls([35, 32, 40, 22]), balls([32, 32, 40, 22]));
  const mmAt = (i: number, j: number, k: number) => (codes[i + DIMS[0] * (j + DIMS[1] * k)] - ZERO_CODE) * STEP_MM;
  expect(Math.abs(mmAt(54, 32, 20) - 3)).toBeLessThan(0.5);
  expect(Math.abs(mmAt(10, 32, 20) + 3)).toBeLessThan(0.5);
  expect(Math.abs(mmAt(32, 54, 20))).toBeLessThan(0.5);
  expect(codes[32 + DIMS[0] * (32 + DIMS[1] * 20)]).toBe(0);
  expect(Math.abs(Math.abs(farthestMm) - 3)).toBeLessThan(0.6);
  const ends = [slices.sagittal[1], slices.sagittal.at(-2)].map((it) => it?.meanMm ?? 0);
  const middle = slices.sagittal.find(({ index }) => index === 32)?.meanMm ?? 9;
  expect(Math.min(...ends)).toBeGreaterThan(2);
  expect(middle).toBeLessThan(0.6);
  expect(slices.axial.map(({ index }) => index)).toEqual(Array.from({ length: 23 }, (_, n) => 9 + n));
});

test('the worst slice is where a bump was put, and names its voxel', () => {
  const { slices } = measured(balls([32, 32, 40, 20], [32, 52, 40, 5]), balls([32, 32, 40, 20]));
  const worst = [...slices.coronal].sort((a, b) => b.meanMm - a.meanMm)[0];
  expect(worst.index).toBeGreaterThanOrEqual(51);
  expect(worst.farthestMm).toBeGreaterThan(3);
  expect(Math.hypot(worst.at.i - 32, 2 * (worst.at.k - 20))).toBeLessThan(4);
});

test('an organ in two pieces has distances; what has no surface says why not', () => {
  expect(measured(balls([15, 32, 40, 9], [50, 32, 40, 9]), balls([15, 32, 40, 9], [50, 32, 40, 8])).meanMm).toBeLessThan(1);
  const nothing = balls();
  const code = (prediction: Mask, reference: Mask) => {
    const result = caseDistances(prediction, reference);
    return result.state === 'failed' ? result.fault.code : 'done';
  };
  const ball = balls([32, 32, 40, 20]);
  expect(code(nothing, ball)).toBe('map-prediction-empty');
  expect(code(ball, nothing)).toBe('map-organ-absent');
  expect(code(balls([32, 32, 40, 900]), ball)).toBe('map-prediction-fills');
  expect(code(ball, balls([32, 32, 40, 1]))).toBe('map-organ-tiny');
});

test('codes hold steps and end at both ends', () => {
  expect([codeOfMm(0), codeOfMm(1), codeOfMm(-99), codeOfMm(99)]).toEqual([128, 133, 1, 255]);
});
