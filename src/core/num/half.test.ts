import { expect, test } from 'vitest';
import { roundToHalf } from '#core/num/half.ts';

test.each([
  [0, 0], [1, 1], [0.1, 0.0999755859375], [-1 / 3, -0.333251953125], [2049, 2048], [2051, 2052], [65519, 65504], [65520, Infinity],
  [6e-8, 2 ** -24], [1e-9, 0], [6.1e-5, 0.00006097555160522461],
])('%d becomes %d', (value, half) => expect(roundToHalf(value)).toBe(half));

test('not a number stays so', () => expect(roundToHalf(NaN)).toBeNaN());
