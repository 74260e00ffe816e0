import { expect, test } from 'vitest';
import type { Result } from '#core/faults.ts';
import { makeRandom } from '#core/num/random.ts';
import { bcaBootstrap } from '#core/statistics/bootstrap.ts';
import { partialPearson, pearson, spearman } from '#core/statistics/correlation.ts';
import { describe } from '#core/statistics/describe.ts';
import { cliffsDelta, medianGap } from '#core/statistics/effects.ts';
import { eValueOfRatio } from '#core/statistics/eValue.ts';
import { fairnessIndices } from '#core/statistics/fairnessIndices.ts';
import { fairnessUnderNull } from '#core/statistics/fairnessNull.ts';
import { gapDifference } from '#core/statistics/gapDifference.ts';
import { hodgesLehmann } from '#core/statistics/hodgesLehmann.ts';
import { kendallTauB } from '#core/statistics/kendall.ts';
import { meanInterval } from '#core/statistics/meanInterval.ts';
import { medianInterval } from '#core/statistics/medianInterval.ts';
import { minimumDetectableGap, powerOfTwoSamples, sizeToFind } from '#core/statistics/power.ts';
import { riskDifference, riskRatio, wilsonInterval } from '#core/statistics/rates.ts';

const value = <T>(result: Result<T>): T => {
  if (result.state === 'failed') throw new Error(result.fault.code);
  return result.value;
};
const code = (result: Result<unknown>): string => (result.state === 'failed' ? result.fault.code : 'done');

test('golden fairness indices, both equity-scaled definitions', () => {
  const it = value(fairnessIndices([[0.9, 0.8], [0.7, 0.6], [0.5, 0.4]]));
  expect(it.lowestMean).toBeCloseTo(0.45, 12);
  expect(it.highestMean).toBeCloseTo(0.85, 12);
  expect(it.gap).toBeCloseTo(0.4, 12);
  expect(it.overallMean).toBeCloseTo(0.65, 12);
  expect(it.sdOfMeans).toBeCloseTo(0.1632993, 7);
  expect(it.equityScaledFairMedFM).toBeCloseTo(0.5587556, 7);
  expect(it.equityScaledFairSeg).toBeCloseTo(0.4642857, 7);
  expect(it.skewedErrorRatio).toBeCloseTo(3.6666667, 7);
});

test('an error ratio against a perfect group is undefined, not infinite', () => {
  expect(value(fairnessIndices([[1, 1], [0.9]])).skewedErrorRatio).toBeUndefined();
  expect(code(fairnessIndices([[1, 1]]))).toBe('stats-one-group');
});

test('a null range says what chance gives, with two subjects a group by hand', async () => {
  // Labels of 4 subjects, 2 + 2: a third of the arrangements give each of the gaps 2, 1 and 0.
  const result = value(await fairnessUnderNull({ subjects: 4, columns: 1, values: Float64Array.of(1, 2, 3, 4) }, [0, 0, 1, 1], 2, { permutations: 3000, seed: 1 }));
  expect(result[0]?.observed.gap).toBe(2);
  expect(result[0]?.ranges.gap?.p).toBeCloseTo(1 / 3, 1);
  expect(result[0]?.ranges.gap?.low).toBe(0);
  expect(result[0]?.ranges.gap?.high).toBe(2);
});

test('a missing value leaves its column’s other subjects where they are', async () => {
  const values = Float64Array.of(1, 1, 2, Number.NaN, 3, 3, 4, 4);
  const [full, part] = value(await fairnessUnderNull({ subjects: 4, columns: 2, values }, [0, 0, 1, 1], 2, { permutations: 100, seed: 1 }));
  expect(full?.n).toBe(4);
  expect(part?.n).toBe(3);
  expect(part?.observed.gap).toBe(2.5);
});

test('a median’s interval is made of order statistics and says when 95 % is out of reach', () => {
  const ten = value(medianInterval([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]));
  expect([ten.value, ten.low, ten.high]).toEqual([5.5, 2, 9]);
  expect(ten.attained).toBeCloseTo(1 - 22 / 1024, 12);
  expect(value(medianInterval([1, 2, 3])).warning).toBe('level-not-reached');
});

test('a column with failures warns of its t intervals', () => {
  expect(value(meanInterval([1, 2, 3], { failureTail: true })).warning).toBe('failure-tail');
  expect(value(meanInterval([1, 2, 3])).low).toBeCloseTo(2 - 0.95 / Math.sqrt(2 * 0.975 * 0.025) / Math.sqrt(3), 10);
});

test('rates', () => {
  expect(value(wilsonInterval({ events: 0, n: 10 })).low).toBe(0);
  expect(value(wilsonInterval({ events: 5, n: 10 })).value).toBe(0.5);
  expect(value(riskDifference({ events: 3, n: 10 }, { events: 3, n: 10 })).value).toBe(0);
  expect(value(riskRatio({ events: 4, n: 10 }, { events: 2, n: 10 })).value).toBeCloseTo(2, 12);
  expect(value(riskRatio({ events: 1, n: 10 }, { events: 0, n: 10 })).method).toContain('half an event');
  expect(code(riskRatio({ events: 0, n: 10 }, { events: 0, n: 10 }))).toBe('stats-all-equal');
});

test('shifts between groups', () => {
  expect(value(hodgesLehmann([2, 3, 4], [1, 2, 3])).value).toBe(1);
  expect(value(hodgesLehmann([2, 4], [1])).value).toBe(2);
  expect(value(cliffsDelta([3, 4], [1, 2])).value).toBe(1);
  expect(value(cliffsDelta([1, 2, 3], [1, 2, 3])).value).toBeCloseTo(0, 14);
  expect(value(medianGap([5, 6, 7, 8, 9], [1, 2, 3, 4, 5])).value).toBe(4);
});

test('BCa is repeatable for a seed and brackets the mean', async () => {
  const run = () => bcaBootstrap([0.8, 0.9, 0.95, 0.7, 0.99, 0.85], { replicates: 500, next: makeRandom(3).next });
  const first = value(await run());
  expect(first).toEqual(value(await run()));
  expect(first.low).toBeLessThan(first.value);
  expect(first.high).toBeGreaterThan(first.value);
});

test('correlations', () => {
  expect(value(pearson([1, 2, 3, 4], [2, 4, 6, 8.1])).statistic).toBeCloseTo(0.9999, 3);
  expect(value(spearman([1, 2, 3, 4], [1, 8, 27, 64])).statistic).toBe(1);
  expect(value(kendallTauB([1, 2, 3], [1, 3, 2])).statistic).toBeCloseTo(1 / 3, 12);
  expect(value(kendallTauB([1, 2, 3], [1, 2, 3])).p).toBeCloseTo(2 / 6, 12);
  // y is z plus noise that x does not share: nothing is left of x.
  const z = [1, 2, 3, 4, 5, 6], x = [1, 3, 2, 5, 4, 6], y = [1, 2, 3, 4, 5, 6.5];
  expect(Math.abs(value(partialPearson(x, y, [z])).statistic)).toBeLessThan(0.5);
  expect(code(pearson([1, 1, 1, 1], [1, 2, 3, 4]))).toBe('stats-all-equal');
});

test('power and what can be found', () => {
  expect(powerOfTwoSamples(0, { n1: 20, n2: 20 })).toBeCloseTo(0.05, 9);
  const gap = value(minimumDetectableGap({ n1: 64, n2: 64, sd: 0.1 }));
  expect(powerOfTwoSamples(gap / 0.1, { n1: 64, n2: 64 })).toBeCloseTo(0.8, 8);
  expect(Math.ceil(value(sizeToFind(0.5)))).toBe(64);
});

test('a gap that both models share is no difference of gaps', async () => {
  const member = [1, 1, 1, 1, 0, 0, 0, 0];
  const a = [1, 2, 3, 4, 11, 12, 13, 14], b = [1.1, 2, 3.1, 4, 11, 12.1, 13, 14.1];
  const { difference, interaction } = value(await gapDifference(a, b, member, { seed: 1, replicates: 400 }));
  expect(difference.value).toBeCloseTo(0, 12);
  expect(interaction.p).toBeCloseTo(1, 6);
  expect(difference.low).toBeLessThan(0);
});

test('E-value of VanderWeele and Ding’s example', () => {
  expect(eValueOfRatio(3.9, 1.8, 8.7).estimate).toBeCloseTo(7.26, 2);
  expect(eValueOfRatio(3.9, 1.8, 8.7).limit).toBeCloseTo(3, 2);
  expect(eValueOfRatio(1.2, 0.9, 1.6).limit).toBe(1);
});

test('description counts what is missing and has reasons where it has no number', () => {
  const it = describe([0.9, Number.NaN, 0.5, 1], { failureBelow: 0.7 });
  expect([it.n, it.missing, value(it.failureRate).value]).toEqual([3, 1, 1 / 3]);
  const none = describe([Number.NaN]);
  expect([none.n, none.sd, code(none.median)]).toEqual([0, undefined, 'stats-no-values']);
  expect(value(describe([1, 1, 1]).mean).value).toBe(1);
});
