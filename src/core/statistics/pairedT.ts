import { attemptNow, FaultError, type Result } from '#core/faults.ts';
import { tQuantile } from '#core/num/distributions.ts';
import { isConstant, mean, standardDeviation } from '#core/num/moments.ts';
import type { Numbers } from '#core/num/quantiles.ts';
import { checkPairs, checkSample } from '#core/statistics/checks.ts';
import { pOfT, type Alternative, type Estimate, type TestResult } from '#core/statistics/estimate.ts';

export interface PairedT extends TestResult {
  readonly df: number;
  readonly gap: Estimate;
  readonly standardError: number;
}

/** t test of the mean of x − y over pairs. Reference: scipy.stats.ttest_rel. */
export function pairedT(x: Numbers, y: Numbers, options: { alternative?: Alternative; level?: number } = {}): Result<PairedT> {
  return attemptNow(() => {
    const { alternative = 'two-sided', level = 0.95 } = options;
    checkPairs(x, y, 2);
    checkSample(x, true);
    checkSample(y, true);
    const differences = Float64Array.from(x as ArrayLike<number>, (value, i) => value - y[i]);
    if (isConstant(differences)) throw new FaultError('stats-all-equal', { came: `every difference is ${differences[0]}` });
    const df = x.length - 1;
    const value = mean(differences);
    const standardError = standardDeviation(differences) / Math.sqrt(x.length);
    const reach = tQuantile((1 + level) / 2, df) * standardError;
    const statistic = value / standardError;
    return {
      method: 'paired t', statistic, df, standardError, p: pOfT(statistic, df, alternative),
      gap: { value, low: value - reach, high: value + reach, level, method: 'paired t interval' },
    };
  });
}
