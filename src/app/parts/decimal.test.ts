import { expect, test } from 'vitest';
import { proportion, significant } from '#app/parts/decimal.ts';

test('proportions have no leading zero and three digits', () => {
  expect([0.9123, 1, 0, -0.0412, null].map(proportion)).toEqual(['.912', '1.000', '.000', '-.041', '–']);
});

test('significant digits without an exponent', () => {
  expect([significant(1234567), significant(0.000123456, 3), significant(-160)]).toEqual(['1,235,000', '0.000123', '-160']);
});
