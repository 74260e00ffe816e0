import { expect, test } from 'vitest';
import { roundToHalf } from '#core/num/half.ts';
import { fromHalfBits, toHalfBits } from '#core/num/halfBits.ts';
import { makeRandom } from '#core/num/random.ts';

test('every half but NaN goes to a number and back', () => {
  const bits = Uint16Array.from({ length: 65536 }, (_, at) => at).filter((it) => (it & 0x7c00) !== 0x7c00 || (it & 1023) === 0);
  expect(toHalfBits(fromHalfBits(bits))).toEqual(bits);
});

test('known encodings', () => {
  expect([...toHalfBits([1, -2, 65504, 65519, 65520, 2 ** -24, 2 ** -25, 0.1, NaN, -0])]).toEqual([0x3c00, 0xc000, 0x7bff, 0x7bff, 0x7c00, 1, 0, 0x2e66, 0x7e00, 0x8000]);
});

test('rounds as roundToHalf does, over all magnitudes', () => {
  const random = makeRandom('halfBits');
  const values = Float32Array.from({ length: 20_000 }, () => random.normal(0, 1) * 10 ** random.uniform(-8, 4));
  expect([...fromHalfBits(toHalfBits(values))]).toEqual([...values].map(roundToHalf));
});
