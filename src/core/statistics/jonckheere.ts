import { attemptNow, type Result } from '#core/faults.ts';
import type { Numbers } from '#core/num/quantiles.ts';
import { checkGroups } from '#core/statistics/checks.ts';
import { pOfZ, type Alternative, type TestResult } from '#core/statistics/estimate.ts';
import { midRanks, pooled } from '#core/statistics/midRanks.ts';

export interface TrendResult extends TestResult {
  readonly z: number;
}

/**
 * Jonckheere-Terpstra trend over groups given in their order; positive z where values rise with the order. Normal
 * approximation with tie correction. Reference: Hollander, Wolfe and Chicken, Nonparametric Statistical Methods, 6.2;
 * R DescTools::JonckheereTerpstraTest.
 */
export function jonckheereTerpstra(groups: readonly Numbers[], alternative: Alternative = 'two-sided'): Result<TrendResult> {
  return attemptNow(() => {
    checkGroups(groups, { spread: 'overall' });
    let statistic = 0;
    for (let first = 0; first < groups.length; first++) {
      for (let second = first + 1; second < groups.length; second++) {
        const { ranks } = midRanks(pooled([groups[first], groups[second]]));
        const n = groups[second].length;
        let sum = 0;
        for (let i = groups[first].length; i < ranks.length; i++) sum += ranks[i];
        statistic += sum - (n * (n + 1)) / 2;
      }
    }
    const sizes = groups.map((group) => group.length);
    const n = sizes.reduce((a, b) => a + b, 0);
    const ties = tieSizes(pooled(groups));
    const over = (counts: readonly number[], f: (c: number) => number): number => counts.reduce((sum, c) => sum + f(c), 0);
    const a = (c: number): number => c * (c - 1) * (2 * c + 5);
    const b = (c: number): number => c * (c - 1) * (c - 2);
    const d = (c: number): number => c * (c - 1);
    const expected = (n * n - over(sizes, (c) => c * c)) / 4;
    const variance = (a(n) - over(sizes, a) - over(ties, a)) / 72
      + (n > 2 ? (over(sizes, b) * over(ties, b)) / (36 * b(n)) : 0)
      + (over(sizes, d) * over(ties, d)) / (8 * d(n));
    const z = (statistic - expected) / Math.sqrt(variance);
    return { method: 'Jonckheere-Terpstra', statistic, z, p: pOfZ(z, alternative) };
  });
}

function tieSizes(values: Float64Array): number[] {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts.values()];
}
