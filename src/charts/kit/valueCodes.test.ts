import { expect, test } from 'vitest';
import { codeColours, valueCodes } from '#charts/kit/valueCodes.ts';

test('signed values have white in the middle and keep to their ends; a missing value has no code', () => {
  expect([...valueCodes([0, 5, -5, 99, Number.NaN, 2.5], 'signed', 5)]).toEqual([128, 255, 1, 255, 0, 192]);
  const colours = codeColours('signed');
  expect(Math.min(...colours.slice(3 * 128, 3 * 129))).toBeGreaterThan(230);
  expect(colours[3 * 255]).toBeGreaterThan(colours[3 * 255 + 2]);
  expect(colours[3]).toBeLessThan(colours[3 + 2]);
});

test('shares climb from the first code', () => {
  expect([...valueCodes([0, 0.5, 1, -1], 'share', 1)]).toEqual([1, 128, 255, 1]);
  expect(codeColours('share')).toHaveLength(768);
});
