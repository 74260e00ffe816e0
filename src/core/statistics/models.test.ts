import { expect, test } from 'vitest';
import type { Result } from '#core/faults.ts';
import { adjustedMeans } from '#core/statistics/adjustedMeans.ts';
import { averageGap } from '#core/statistics/averageGap.ts';
import { betaRegression, squeeze } from '#core/statistics/betaRegression.ts';
import { fractional, logistic } from '#core/statistics/binomialFit.ts';
import { makeDesign, type Term } from '#core/statistics/design.ts';
import { nearestPairs } from '#core/statistics/matching.ts';
import { mediatedGaps } from '#core/statistics/mediation.ts';
import { mixedModel } from '#core/statistics/mixedModel.ts';
import { ols } from '#core/statistics/ols.ts';
import { propensityScores, standardisedDifference, weightsOf } from '#core/statistics/propensity.ts';
import { quantileRegression } from '#core/statistics/quantileRegression.ts';
import { splineCurve } from '#core/statistics/splineCurve.ts';
import { stratifiedGap } from '#core/statistics/stratified.ts';
import { twoSampleT } from '#core/statistics/welch.ts';

const value = <T>(result: Result<T>): T => {
  if (result.state === 'failed') throw new Error(result.fault.code);
  return result.value;
};
const code = (result: Result<unknown>): string => (result.state === 'failed' ? result.fault.code : 'done');

const member: Term & { kind: 'category' } = { kind: 'category', name: 'sex', codes: [0, 0, 0, 1, 1, 1], levels: ['m', 'f'] };
const age: Term = { kind: 'numeric', name: 'age', values: [1, 2, 3, 1, 2, 4] };
const y = [1, 2, 3, 2, 3.5, 4];
const design = makeDesign([member], 6);

test('a line through the group means, HC2 as Welch has it', () => {
  const fit = value(ols(y, design, { covariance: 'HC2' }));
  expect(fit.coefficients[1].value).toBeCloseTo(9.5 / 3 - 2, 12);
  expect(fit.coefficients[1].standardError).toBeCloseTo(value(twoSampleT(y.slice(3), y.slice(0, 3))).standardError, 12);
});

test('without covariates adjusted means are means', () => {
  const { means, gaps } = value(adjustedMeans(y, member, []));
  expect(means.map((line) => line.value)).toEqual([expect.closeTo(2, 12), expect.closeTo(9.5 / 3, 12)]);
  expect(gaps[0].name).toBe('sex[f]');
});

test('each row its own cluster is HC1, up to the scale of CR1', () => {
  const own = value(ols(y, design, { clusters: [0, 1, 2, 3, 4, 5] })).coefficients[1].standardError;
  const hc0 = value(ols(y, design, { covariance: 'HC0' })).coefficients[1].standardError;
  expect(own).toBeCloseTo(hc0 * Math.sqrt((6 / 5) * (5 / 4)), 12);
});

test('logistic regression of two groups is their log odds; the average gap is their difference', () => {
  const outcome = [1, 0, 0, 1, 1, 0];
  const fit = value(logistic(outcome, design));
  expect(fit.coefficients[0].value).toBeCloseTo(Math.log(1 / 2), 9);
  expect(averageGap(fit, design, 1).value).toBeCloseTo(1 / 3, 9);
  expect(value(fractional([0.2, 0.4, 0.6, 0.7, 0.8, 1], design)).fitted[5]).toBeCloseTo(2.5 / 3, 9);
});

test('beta regression without covariates settles near the mean', () => {
  const fit = value(betaRegression(squeeze([0.8, 0.9, 0.95, 1, 0.85, 0.92]), makeDesign([], 6)));
  expect(fit.fitted[0]).toBeCloseTo(5.015 / 6, 2);
});

test('median regression of groups passes through their medians', () => {
  const fit = value(quantileRegression([1, 2, 9, 4, 5, 30], design, 0.5));
  expect(fit.coefficients.map((line) => line.value)).toEqual([expect.closeTo(2, 9), expect.closeTo(3, 9)]);
  expect(fit.objective).toBeCloseTo((1 + 7 + 1 + 25) / 2, 9);
});

test('a mixed model of balanced pairs splits the spread as analysis of variance does', () => {
  // Three subjects twice: mean squares between 8, within 0.5, so the subject variance is (8 − 0.5)/2.
  const fit = value(mixedModel([0, 1, 2, 3, 4, 5], makeDesign([], 6), [0, 0, 1, 1, 2, 2]));
  expect(fit.residualVariance).toBeCloseTo(0.5, 6);
  expect(fit.subjectVariance).toBeCloseTo(3.75, 6);
  expect(fit.coefficients[0].df).toBeCloseTo(2, 4);
});

test('overlap weights balance the covariate exactly', () => {
  const group = [1, 0, 1, 0, 1, 0, 0, 1], covariate = [3, 1, 4, 2, 5, 4, 0, 1];
  const scores = value(propensityScores(group, makeDesign([{ kind: 'numeric', name: 'c', values: covariate }], 8)));
  expect(standardisedDifference(covariate, group, weightsOf(group, scores, 'overlap'))).toBeCloseTo(0, 9);
});

test('the highest score chooses first, nobody twice, nothing beyond the caliper', () => {
  const scores = [0.8, 0.79, 0.2, 0.78, 0.5];
  expect(value(nearestPairs([1, 1, 0, 0, 0], scores)).pairs).toEqual([{ member: 0, match: 3 }, { member: 1, match: 4 }]);
  expect(value(nearestPairs([1, 1, 0, 0, 0], scores, { caliper: 0.2 })).pairs).toEqual([{ member: 0, match: 3 }]);
});

test('inside strata a confounded gap is gone', () => {
  const it = value(stratifiedGap([1, 1.2, 1.1, 5, 5.2, 5.1, 5, 1.05], [0, 0, 1, 1, 1, 0, 0, 1], [0, 0, 0, 1, 1, 1, 1, 0]));
  expect(Math.abs(it.pooled.value)).toBeLessThan(0.1);
  expect(it.leftOut).toBe(0);
});

test('a mediator explains the part that goes through it', () => {
  const volume: Term = { kind: 'numeric', name: 'volume', values: [10, 20, 30, 5, 14, 28] };
  const { total, direct, through } = value(mediatedGaps(y, member, [], volume));
  expect(total[0].value - direct[0].value).toBeCloseTo(through[0], 12);
});

test('a spline of a straight line is that line and shows no bend', () => {
  const x = Array.from({ length: 40 }, (_, i) => i), line = x.map((v, i) => 2 * v + ((i * 7) % 5) / 10);
  const curve = value(splineCurve(x, line));
  expect(curve.points[59].value).toBeCloseTo(78.2, 0);
  expect(curve.p).toBeLessThan(1e-9);
  expect(curve.pCurvature).toBeGreaterThan(0.01);
});

test('bad input has a named reason', () => {
  expect(code(adjustedMeans(y, member, [{ kind: 'numeric', name: 'site', values: [1, 1, 1, 1, 1, 1] }]))).toBe('stats-constant-covariate');
  expect(code(adjustedMeans(y, member, [age, { ...age, name: 'twice' }]))).toBe('stats-collinear');
  expect(code(logistic([0, 0, 0, 1, 1, 1], design))).toBe('stats-separation');
  expect(code(logistic([0, 1, 0, 1, 1, 1], design))).toBe('stats-separation');
  expect(code(ols([1, 1, 1, 1, 1, 1], design))).toBe('stats-all-equal');
  expect(code(ols([1, 2], { names: ['a', 'b'], columns: [Float64Array.of(1, 1), Float64Array.of(0, 1)] }))).toBe('stats-too-few-rows');
  expect(code(betaRegression([0, 0.5, 1, 0.2, 0.3, 0.4], design))).toBe('stats-out-of-range');
  expect(code(nearestPairs([1, 1, 0, 0], [0.9, 0.95, 0.1, 0.05], { caliper: 0.2 }))).toBe('stats-no-match');
  expect(code(nearestPairs([1, 0], [0.5, 0.5], { caliper: 0.2 }))).toBe('stats-group-too-small');
  expect(code(mixedModel([1, 2, 3], makeDesign([], 3), [0, 1, 2]))).toBe('stats-too-few-rows');
});
