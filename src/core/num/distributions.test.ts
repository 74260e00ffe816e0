import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { binomialLower, chiSquaredUpper, fUpper, normalLower, normalQuantile, normalUpper, tQuantile, tUpper } from '#core/num/distributions.ts';
import { noncentralFLower, noncentralTLower } from '#core/num/noncentral.ts';
import { quantile } from '#core/num/quantiles.ts';
import { root } from '#core/num/root.ts';
// oxlint-disable-next-line no-restricted-imports -- tools is not a room of src
import { sharedPath } from '../../../tools/house/shared.ts';

test('tails keep their digits where 1 − cdf has none', () => {
  expect(normalUpper(10) / 7.61985302416047e-24).toBeCloseTo(1, 9);
  expect(tUpper(1, 1)).toBeCloseTo(0.25, 14); // Cauchy: ½ − atan(1)/π
  expect(chiSquaredUpper(2, 2)).toBeCloseTo(Math.exp(-1), 14);
  expect(fUpper(1, 2, 2)).toBeCloseTo(0.5, 14);
  expect(binomialLower(1, 3, 0.5)).toBe(0.5);
});

test('quantiles undo their functions', () => {
  for (const p of [1e-12, 0.01, 0.3, 0.9]) expect(normalLower(normalQuantile(p)) / p).toBeCloseTo(1, 12);
  expect(tQuantile(0.75, 1)).toBeCloseTo(1, 12);
});

test('noncentral distributions are the central ones at noncentrality 0', () => {
  expect(noncentralTLower(1.3, 7, 0)).toBeCloseTo(1 - tUpper(1.3, 7), 14);
  expect(noncentralFLower(2.2, 3, 9, 0)).toBeCloseTo(1 - fUpper(2.2, 3, 9), 14);
  // With one degree of noncentrality and huge df, T is a normal about 1.
  expect(noncentralTLower(1, 1e7, 1)).toBeCloseTo(0.5, 6);
});

test('quantiles interpolate between order statistics', () => {
  expect(quantile([4, 1, 3, 2], 0.25)).toBe(1.75);
  expect(quantile([Infinity, 1], 0)).toBe(1);
});

test('a root is found between its signs and nowhere else', () => {
  expect(root((x) => x * x - 2, 0, 2)).toBeCloseTo(Math.SQRT2, 12);
  expect(() => root((x) => x * x + 1, 0, 2)).toThrow('no change of sign');
});

const file = sharedPath('vectors/stats_distributions.json');
test.skipIf(file === undefined)('t and chi-squared agree with scipy', () => {
  const { cases } = JSON.parse(readFileSync(file ?? '', 'utf8')) as { cases: { dist: string; args: number[]; x: number[]; expected: { sf: number[] } }[] };
  for (const [dist, upper] of [['t', tUpper], ['chi2', chiSquaredUpper]] as const) {
    for (const it of cases.filter((candidate) => candidate.dist === dist)) it.x.forEach((x, i) => expect(upper(x, it.args[0]) / it.expected.sf[i]).toBeCloseTo(1, 10));
  }
});
