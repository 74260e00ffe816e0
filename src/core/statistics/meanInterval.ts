import { attemptNow, type Result } from '#core/faults.ts';
import { tQuantile } from '#core/num/distributions.ts';
import { mean, standardDeviation } from '#core/num/moments.ts';
import type { Numbers } from '#core/num/quantiles.ts';
import { checkGroups } from '#core/statistics/checks.ts';
import type { Estimate } from '#core/statistics/estimate.ts';

/**
 * Mean with its t interval. `failureTail` says that the column this group belongs to (not only this group) has
 * failures: with 2 % failures a t interval covers about 0.70 at n = 50, and a group that happened to draw none shows no
 * sign of it, so the warning must come from the whole column.
 */
export function meanInterval(values: Numbers, options: { level?: number; failureTail?: boolean } = {}): Result<Estimate> {
  return attemptNow(() => {
    const { level = 0.95, failureTail = false } = options;
    checkGroups([values, values], { atLeast: 2, finite: true, spread: 'overall' });
    const value = mean(values);
    const reach = (tQuantile((1 + level) / 2, values.length - 1) * standardDeviation(values)) / Math.sqrt(values.length);
    const warning = failureTail ? { warning: 'failure-tail' as const } : values.length < 10 ? { warning: 'small-sample' as const } : {};
    return { value, low: value - reach, high: value + reach, level, method: 't interval', ...warning };
  });
}
