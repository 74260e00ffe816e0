import { attemptNow, FaultError, type Result } from '#core/faults.ts';
import { chiSquaredUpper } from '#core/num/distributions.ts';
import { logGamma } from '#core/num/special.ts';
import type { TestResult } from '#core/statistics/estimate.ts';

/** Pearson's chi-squared of a table of counts; `yates` corrects a 2×2 table. Reference: scipy.stats.chi2_contingency. */
export function chiSquaredTest(table: readonly (readonly number[])[], yates = false): Result<TestResult & { readonly df: number }> {
  return attemptNow(() => {
    const rows = table.map((row) => row.reduce((a, b) => a + b, 0));
    const columns = table[0].map((_, j) => table.reduce((sum, row) => sum + row[j], 0));
    const total = rows.reduce((a, b) => a + b, 0);
    if (total === 0) throw new FaultError('stats-no-values', {});
    if (rows.includes(0) || columns.includes(0)) throw new FaultError('stats-all-equal', { came: 'an empty row or column of counts' });
    let statistic = 0;
    table.forEach((row, i) => row.forEach((count, j) => {
      const expected = (rows[i] * columns[j]) / total;
      const distance = Math.abs(count - expected);
      statistic += (distance - (yates ? Math.min(0.5, distance) : 0)) ** 2 / expected;
    }));
    const df = (rows.length - 1) * (columns.length - 1);
    return { method: yates ? 'chi-squared with continuity correction' : 'chi-squared', statistic, df, p: chiSquaredUpper(statistic, df) };
  });
}

/** Fisher's exact test of a 2×2 table, two-sided by the sum of tables no more probable. Reference: scipy.stats.fisher_exact. */
export function fisherExact([[a, b], [c, d]]: readonly [readonly [number, number], readonly [number, number]]): Result<TestResult & { readonly oddsRatio: number }> {
  return attemptNow(() => {
    const row = a + b, column = a + c, total = a + b + c + d;
    if (total === 0) throw new FaultError('stats-no-values', {});
    const logChoose = (n: number, k: number): number => logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
    const logP = (x: number): number => logChoose(column, x) + logChoose(total - column, row - x) - logChoose(total, row);
    const observed = logP(a);
    let p = 0;
    for (let x = Math.max(0, row + column - total); x <= Math.min(row, column); x++) {
      // 1e-7 in the logarithm: tables equally probable must count whatever the rounding.
      if (logP(x) <= observed + 1e-7) p += Math.exp(logP(x));
    }
    const oddsRatio = (a * d) / (b * c);
    return { method: 'Fisher exact', statistic: oddsRatio, oddsRatio, p: Math.min(1, p) };
  });
}
