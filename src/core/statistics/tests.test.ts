import { expect, test } from 'vitest';
import type { Result } from '#core/faults.ts';
import { anova, welchAnova } from '#core/statistics/anova.ts';
import { brunnerMunzel } from '#core/statistics/brunnerMunzel.ts';
import { fisherExact } from '#core/statistics/contingency.ts';
import { friedman } from '#core/statistics/friedman.ts';
import { jonckheereTerpstra } from '#core/statistics/jonckheere.ts';
import { dunn, kruskalWallis } from '#core/statistics/kruskalWallis.ts';
import { mannWhitney } from '#core/statistics/mannWhitney.ts';
import { midRanks } from '#core/statistics/midRanks.ts';
import { adjustedP } from '#core/statistics/multiplicity.ts';
import { pairedPermutationTest, permutationTest } from '#core/statistics/permutationTest.ts';
import { tost } from '#core/statistics/tost.ts';
import { twoSampleT } from '#core/statistics/welch.ts';
import { wilcoxonSignedRank } from '#core/statistics/wilcoxonSignedRank.ts';

const value = <T>(result: Result<T>): T => {
  if (result.state === 'failed') throw new Error(result.fault.code);
  return result.value;
};
const code = (result: Result<unknown>): string => (result.state === 'failed' ? result.fault.code : 'done');

test('equal values share the mean of their ranks', () => {
  const { ranks, tieTerm } = midRanks([5, 1, 5, Infinity]);
  expect([...ranks]).toEqual([2.5, 1, 2.5, 4]);
  expect(tieTerm).toBe(6);
});

test('exact Mann-Whitney counts arrangements, also with ties', () => {
  expect(value(mannWhitney([1, 2], [3, 4])).p).toBeCloseTo(2 / 6, 14);
  expect(value(mannWhitney([3, 4], [1, 2], { alternative: 'greater' })).p).toBeCloseTo(1 / 6, 14);
  // Enumerated: of 462 choices 21 lie as far out (R coin).
  expect(value(mannWhitney([1, 2, 2, 3, 5], [2, 4, 6, 7, 7, 9])).p).toBeCloseTo(21 / 462, 14);
});

test('Welch and analysis of variance agree where they must', () => {
  const x = [1, 2, 3], y = [2, 3, 7];
  const pooled = value(twoSampleT(x, y, { rule: 'pooled' }));
  expect(value(anova([x, y])).statistic).toBeCloseTo(pooled.statistic ** 2, 12);
  expect(value(welchAnova([x, y])).p).toBeCloseTo(value(twoSampleT(x, y)).p, 12);
  expect(pooled.gap.value).toBe(-2);
});

test('rank tests over groups', () => {
  expect(value(kruskalWallis([[1, 2], [3, 4]])).statistic).toBeCloseTo(2.4, 12);
  expect(value(dunn([[1, 2], [3, 4]]))).toHaveLength(1);
  expect(value(jonckheereTerpstra([[1, 2], [3, 4], [5, 6]])).statistic).toBe(12);
  expect(value(jonckheereTerpstra([[5, 6], [3, 4], [1, 2]])).z).toBeCloseTo(-value(jonckheereTerpstra([[1, 2], [3, 4], [5, 6]])).z, 12);
  expect(value(friedman([[1, 1, 1], [2, 2, 2], [3, 3, 3]])).kendallsW).toBe(1);
});

test('paired tests count sign patterns', () => {
  expect(value(wilcoxonSignedRank([1, 2, 3], [0, 0, 0])).p).toBeCloseTo(2 / 8, 14);
  expect(value(wilcoxonSignedRank([0.3, 5], [0.1, 5.2])).p).toBe(1);
});

test('permutation tests count all arrangements where there are few, and are repeatable where drawn', async () => {
  expect(value(await permutationTest([1, 2], [3, 4])).p).toBeCloseTo(2 / 6, 14);
  expect(value(await pairedPermutationTest([1, 2], [0, 0])).p).toBeCloseTo(2 / 4, 14);
  const drawn = { permutations: 199, mostExact: 0, seed: 7 };
  const x = [1, 4, 2, 8, 5], y = [2, 9, 9, 7, 6];
  expect(await permutationTest(x, y, drawn)).toEqual(await permutationTest(x, y, drawn));
  const cancelled = new AbortController();
  cancelled.abort();
  expect(code(await permutationTest(x, y, { ...drawn, signal: cancelled.signal }))).toBe('cancelled');
});

test('equivalence needs both one-sided tests', () => {
  const x = [0.9, 0.91, 0.92, 0.9, 0.91], y = [0.9, 0.91, 0.91, 0.9, 0.92];
  expect(value(tost(x, y, { low: -0.05, high: 0.05 })).p).toBeLessThan(0.001);
  expect(value(tost(x, y, { low: -0.001, high: 0.001 })).p).toBeGreaterThan(0.05);
  expect(code(tost(x, y, { low: 0.1, high: 0 }))).toBe('stats-out-of-range');
});

test('Fisher by hand', () => {
  expect(value(fisherExact([[3, 0], [0, 3]])).p).toBeCloseTo(2 / 20, 12);
});

test('corrections by hand', () => {
  expect(adjustedP([0.01, 0.04, 0.03], 'holm')).toEqual([0.03, 0.06, 0.06]);
  expect(adjustedP([0.01, 0.04, 0.03], 'bonferroni').map((p) => Number(p.toFixed(12)))).toEqual([0.03, 0.12, 0.09]);
  expect(adjustedP([0.02, 0.04], 'bh')).toEqual([0.04, 0.04]);
  expect(adjustedP([0.02, 0.04], 'by')).toEqual([0.06, 0.06]);
});

test('bad input has a named reason', () => {
  expect(code(mannWhitney([], [1, 2]))).toBe('stats-one-group');
  expect(code(mannWhitney([1, 1], [1]))).toBe('stats-all-equal');
  expect(code(kruskalWallis([[1, 2]]))).toBe('stats-one-group');
  expect(code(kruskalWallis([[], []]))).toBe('stats-no-values');
  expect(code(twoSampleT([1], [1, 2]))).toBe('stats-group-too-small');
  expect(code(twoSampleT([1, 1], [2, 2]))).toBe('stats-all-equal');
  expect(code(twoSampleT([1, Infinity], [1, 2]))).toBe('stats-not-finite');
  expect(code(brunnerMunzel([1, 2], [3, 4]))).toBe('stats-complete-separation');
  expect(code(wilcoxonSignedRank([1, 2], [1, 2]))).toBe('stats-all-equal');
  expect(code(friedman([[1], [2]]))).toBe('stats-one-group');
  expect(() => mannWhitney([Number.NaN], [1])).toThrow('NaN');
});
