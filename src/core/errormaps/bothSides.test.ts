import { expect, test } from 'vitest';
import { bothSides, pairedOrgans, shownOrgan, sidesOf } from '#core/errormaps/bothSides.ts';
import { binDirection, binOf, BINS } from '#core/errormaps/surfaceBins.ts';

test('organs with both sides make a pair, others do not', () => {
  expect(pairedOrgans(['liver', 'kidney_left', 'kidney_right', 'lung_left'])).toEqual(['kidney_both']);
  expect(sidesOf('kidney_both')).toEqual({ left: 'kidney_left', right: 'kidney_right' });
  expect([sidesOf('liver'), shownOrgan('liver'), shownOrgan('kidney_both')]).toEqual([null, 'liver', 'kidney_left']);
});

test('an error at the hilum of both kidneys is one error: medial of the right lies on medial of the left', () => {
  const medialOfLeft = binOf({ x: 1, y: 0, z: 0.1 });
  const { x, y, z } = binDirection(medialOfLeft);
  const medialOfRight = binOf({ x: -x, y, z });
  const left = new Int8Array(2 * BINS), right = new Int8Array(2 * BINS);
  left[BINS + medialOfLeft] = 20;
  right[BINS + medialOfRight] = 30;
  left[7] = -128;
  right[binOf({ ...binDirection(7), x: -binDirection(7).x })] = 12;
  const both = bothSides(left, right);
  expect(both[BINS + medialOfLeft]).toBe(25);
  expect(both[BINS + medialOfRight]).toBe(0);
  expect(both[7]).toBe(12);
  expect(() => bothSides(left, right.subarray(1))).toThrow(RangeError);
});
