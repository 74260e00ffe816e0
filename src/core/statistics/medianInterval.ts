import { attemptNow, FaultError, type Result } from '#core/faults.ts';
import { binomialLower } from '#core/num/distributions.ts';
import { medianOfSorted, sorted, type Numbers } from '#core/num/quantiles.ts';
import { checkSample } from '#core/statistics/checks.ts';
import type { Estimate } from '#core/statistics/estimate.ts';

/** A median with the level its interval truly has, which the binomial's steps put above the one asked for. */
export interface MedianEstimate extends Estimate {
  readonly attained: number;
}

/**
 * Median with the order-statistic (binomial, sign-test) interval, which holds for every distribution. Below six values
 * 95 % cannot be reached: then the range is given, with its true level and the warning `level-not-reached`.
 * Reference: Conover, Practical Nonparametric Statistics; R DescTools::MedianCI(method = "exact").
 */
export function medianInterval(values: Numbers, level = 0.95): Result<MedianEstimate> {
  return attemptNow(() => {
    checkSample(values, false);
    if (values.length === 0) throw new FaultError('stats-no-values', { expected: 'values', came: 'none' });
    const ascending = sorted(values);
    const n = ascending.length;
    let rank = 1;
    while (2 * rank + 1 < n && 1 - 2 * binomialLower(rank, n, 0.5) >= level) rank++;
    const attained = Math.max(0, 1 - 2 * binomialLower(rank - 1, n, 0.5));
    const warning = attained < level ? { warning: 'level-not-reached' as const } : {};
    return {
      value: medianOfSorted(ascending), low: ascending[rank - 1], high: ascending[n - rank], level, attained,
      method: 'order statistics', ...warning,
    };
  });
}
