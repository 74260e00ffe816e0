import { attemptNow, type Result } from '#core/faults.ts';
import { tQuantile } from '#core/num/distributions.ts';
import { mean, variance } from '#core/num/moments.ts';
import type { Numbers } from '#core/num/quantiles.ts';
import { checkGroups } from '#core/statistics/checks.ts';
import { pOfT, type Alternative, type Estimate, type TestResult } from '#core/statistics/estimate.ts';

export type SpreadRule = 'welch' | 'pooled';

export interface TwoSampleT extends TestResult {
  readonly df: number;
  /** mean(x) − mean(y) with its t interval. */
  readonly gap: Estimate;
  readonly standardError: number;
}

/**
 * t test of two independent means: Welch (1947) with Satterthwaite's degrees of freedom, or Student's pooled form.
 * Reference: scipy.stats.ttest_ind.
 */
export function twoSampleT(x: Numbers, y: Numbers, options: { rule?: SpreadRule; alternative?: Alternative; level?: number } = {}): Result<TwoSampleT> {
  return attemptNow(() => {
    const { rule = 'welch', alternative = 'two-sided', level = 0.95 } = options;
    checkGroups([x, y], { atLeast: 2, spread: 'within-each', finite: true });
    const { standardError, df } = gapError(x, y, rule);
    const value = mean(x) - mean(y);
    const statistic = value / standardError;
    const reach = tQuantile((1 + level) / 2, df) * standardError;
    const method = rule === 'welch' ? 'Welch t' : 'Student t';
    return {
      method, statistic, df, standardError, p: pOfT(statistic, df, alternative),
      gap: { value, low: value - reach, high: value + reach, level, method: `${method} interval` },
    };
  });
}

/** Standard error of a difference of two means and its degrees of freedom. Both samples hold two or more values. */
export function gapError(x: Numbers, y: Numbers, rule: SpreadRule): { standardError: number; df: number } {
  const vx = variance(x), vy = variance(y);
  if (rule === 'pooled') {
    const df = x.length + y.length - 2;
    const common = ((x.length - 1) * vx + (y.length - 1) * vy) / df;
    return { standardError: Math.sqrt(common * (1 / x.length + 1 / y.length)), df };
  }
  const ex = vx / x.length, ey = vy / y.length;
  return { standardError: Math.sqrt(ex + ey), df: (ex + ey) ** 2 / (ex ** 2 / (x.length - 1) + ey ** 2 / (y.length - 1)) };
}
