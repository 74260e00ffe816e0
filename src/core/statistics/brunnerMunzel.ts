import { attemptNow, FaultError, type Result } from '#core/faults.ts';
import { tQuantile } from '#core/num/distributions.ts';
import type { Numbers } from '#core/num/quantiles.ts';
import { checkGroups } from '#core/statistics/checks.ts';
import { pOfT, pOfZ, type Alternative, type Estimate, type TestResult } from '#core/statistics/estimate.ts';
import { midRanks, pooled } from '#core/statistics/midRanks.ts';

export interface BrunnerMunzelResult extends TestResult {
  readonly df: number;
  /** P(x < y) + ½P(x = y), with its t interval clipped to [0, 1]. */
  readonly relativeEffect: Estimate;
}

/**
 * Brunner and Munzel (2000): stochastic equality without equal spreads. Positive where y tends to be larger.
 * `less` asks whether x tends to be larger, as scipy does. Reference: scipy.stats.brunnermunzel.
 */
export function brunnerMunzel(
  x: Numbers, y: Numbers,
  options: { alternative?: Alternative; distribution?: 't' | 'normal'; level?: number } = {},
): Result<BrunnerMunzelResult> {
  return attemptNow(() => {
    const { alternative = 'two-sided', distribution = 't', level = 0.95 } = options;
    checkGroups([x, y], { atLeast: 2, spread: 'overall' });
    const m = x.length, n = y.length;
    const { ranks } = midRanks(pooled([x, y]));
    const sx = placements(ranks.subarray(0, m), midRanks(x).ranks);
    const sy = placements(ranks.subarray(m), midRanks(y).ranks);
    const spread = m * sx.variance + n * sy.variance;
    if (spread === 0) throw new FaultError('stats-complete-separation', { expected: 'overlapping groups', came: 'no overlap' });
    const statistic = (m * n * (sy.mean - sx.mean)) / ((m + n) * Math.sqrt(spread));
    const df = spread ** 2 / ((m * sx.variance) ** 2 / (m - 1) + (n * sy.variance) ** 2 / (n - 1));
    const opposite: Alternative = alternative === 'less' ? 'greater' : alternative === 'greater' ? 'less' : 'two-sided';
    const value = (sy.mean - (n + 1) / 2) / m;
    const reach = (tQuantile((1 + level) / 2, df) * Math.sqrt(spread)) / (m * n);
    return {
      method: 'Brunner-Munzel', statistic, df,
      p: distribution === 't' ? pOfT(statistic, df, opposite) : pOfZ(statistic, opposite),
      relativeEffect: { value, low: Math.max(0, value - reach), high: Math.min(1, value + reach), level, method: 'Brunner-Munzel t interval' },
    };
  });
}

/** Mean rank among all and the variance of (rank among all − rank within the own sample). */
function placements(overall: Float64Array, within: Float64Array): { mean: number; variance: number } {
  const n = overall.length;
  let sum = 0, shift = 0;
  for (let i = 0; i < n; i++) {
    sum += overall[i];
    shift += overall[i] - within[i];
  }
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (overall[i] - within[i] - shift / n) ** 2;
  return { mean: sum / n, variance: squares / (n - 1) };
}
