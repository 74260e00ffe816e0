import { attemptNow, type Result, unwrap } from '#core/faults.ts';
import { tQuantile } from '#core/num/distributions.ts';
import { variance } from '#core/num/moments.ts';
import type { Numbers } from '#core/num/quantiles.ts';
import { logistic } from '#core/statistics/binomialFit.ts';
import { pOfT } from '#core/statistics/estimate.ts';
import type { Design } from '#core/statistics/leastSquares.ts';

/** How subjects are weighted so that the two groups resemble each other. `overlap` balances the model's covariates exactly (Li, Morgan and Zaslavsky 2018). */
export type Weighting = 'unweighted' | 'ate' | 'ate-stabilised' | 'att' | 'overlap';

/** Probability of being in the group (1) given the covariates, by logistic regression. */
export function propensityScores(group: Numbers, covariates: Design): Result<Float64Array> {
  return attemptNow(() => unwrap(logistic(group, covariates)).fitted);
}

export function weightsOf(group: Numbers, scores: Numbers, weighting: Weighting): Float64Array {
  let treated = 0;
  for (let i = 0; i < group.length; i++) treated += group[i];
  const share = treated / group.length;
  return Float64Array.from(group, (member, i) => {
    const e = scores[i];
    if (weighting === 'unweighted') return 1;
    if (weighting === 'ate') return member === 1 ? 1 / e : 1 / (1 - e);
    if (weighting === 'ate-stabilised') return member === 1 ? share / e : (1 - share) / (1 - e);
    if (weighting === 'att') return member === 1 ? 1 : e / (1 - e);
    return member === 1 ? 1 - e : e;
  });
}

/** Kish's effective sample size of the members (1) or the others (0). */
export function effectiveSize(group: Numbers, weights: Numbers, member: 0 | 1): number {
  let sum = 0, squares = 0;
  for (let i = 0; i < group.length; i++) {
    if (group[i] !== member) continue;
    sum += weights[i];
    squares += weights[i] ** 2;
  }
  return sum ** 2 / squares;
}

/**
 * Standardised mean difference: weighted means apart, in units of the root of the mean unweighted variance. After
 * matching give weight 1 to matched rows and 0 to the rest, so that before and after share one unit.
 */
export function standardisedDifference(values: Numbers, group: Numbers, weights?: Numbers): number {
  const inside: number[] = [], outside: number[] = [];
  for (let i = 0; i < values.length; i++) (group[i] === 1 ? inside : outside).push(values[i]);
  const spread = Math.sqrt((variance(inside) + variance(outside)) / 2);
  const gap = weightedMean(values, group, weights, 1) - weightedMean(values, group, weights, 0);
  return gap === 0 ? 0 : gap / spread;
}

export interface WeightedGap {
  readonly value: number;
  readonly standardError: number;
  readonly low: number;
  readonly high: number;
  readonly p: number;
}

/** Hájek difference of weighted means with the HC0 sandwich error of the weighted regression on the group, t with n − 2. */
export function weightedGap(y: Numbers, group: Numbers, weights: Numbers, level = 0.95): WeightedGap {
  const side = (member: 0 | 1): { mean: number; variance: number } => {
    const centre = weightedMean(y, group, weights, member);
    let sum = 0, squares = 0;
    for (let i = 0; i < y.length; i++) {
      if (group[i] !== member) continue;
      sum += weights[i];
      squares += (weights[i] * (y[i] - centre)) ** 2;
    }
    return { mean: centre, variance: squares / sum ** 2 };
  };
  const a = side(1), b = side(0);
  const value = a.mean - b.mean;
  const standardError = Math.sqrt(a.variance + b.variance);
  const reach = tQuantile((1 + level) / 2, y.length - 2) * standardError;
  return { value, standardError, low: value - reach, high: value + reach, p: pOfT(value / standardError, y.length - 2, 'two-sided') };
}

function weightedMean(values: Numbers, group: Numbers, weights: Numbers | undefined, member: 0 | 1): number {
  let sum = 0, total = 0;
  for (let i = 0; i < values.length; i++) {
    if (group[i] !== member) continue;
    const w = weights === undefined ? 1 : weights[i];
    sum += w;
    total += w * values[i];
  }
  return total / sum;
}
