import { attemptNow, FaultError, type Result } from '#core/faults.ts';
import { chiSquaredUpper } from '#core/num/distributions.ts';
import type { Numbers } from '#core/num/quantiles.ts';
import { checkPairs } from '#core/statistics/checks.ts';
import type { TestResult } from '#core/statistics/estimate.ts';
import { midRanks } from '#core/statistics/midRanks.ts';

export interface FriedmanResult extends TestResult {
  readonly df: number;
  /** Kendall's W: agreement of the subjects' rankings, 0 to 1. */
  readonly kendallsW: number;
}

/** Friedman (1937) with ties: several models on the same subjects, one list per model. Reference: scipy.stats.friedmanchisquare. */
export function friedman(treatments: readonly Numbers[]): Result<FriedmanResult> {
  return attemptNow(() => {
    const k = treatments.length;
    if (k < 3) throw new FaultError('stats-one-group', { expected: 'three or more models', came: `${k}` });
    for (const treatment of treatments) checkPairs(treatments[0], treatment, 2);
    const n = treatments[0].length;
    const sums = new Float64Array(k);
    const row = new Float64Array(k);
    let ties = 0;
    for (let subject = 0; subject < n; subject++) {
      for (let j = 0; j < k; j++) row[j] = treatments[j][subject];
      const { ranks, tieTerm } = midRanks(row);
      ties += tieTerm;
      for (let j = 0; j < k; j++) sums[j] += ranks[j];
    }
    const correction = 1 - ties / (k * (k * k - 1) * n);
    if (correction <= 0) throw new FaultError('stats-all-equal', { came: 'every subject has equal values' });
    const squares = sums.reduce((sum, value) => sum + value * value, 0);
    const statistic = ((12 / (k * n * (k + 1))) * squares - 3 * n * (k + 1)) / correction;
    return { method: 'Friedman chi-squared', statistic, df: k - 1, p: chiSquaredUpper(statistic, k - 1), kendallsW: statistic / (n * (k - 1)) };
  });
}
