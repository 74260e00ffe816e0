import { attemptNow, type Result } from '#core/faults.ts';
import { chiSquaredUpper } from '#core/num/distributions.ts';
import type { Numbers } from '#core/num/quantiles.ts';
import { checkGroups } from '#core/statistics/checks.ts';
import { pOfZ, type TestResult } from '#core/statistics/estimate.ts';
import { midRanks, pooled } from '#core/statistics/midRanks.ts';

export interface KruskalResult extends TestResult {
  readonly df: number;
  /** H/(n − 1): share of rank variance between groups (Tomczak and Tomczak 2014). */
  readonly epsilonSquared: number;
  /** (H − k + 1)/(n − k). */
  readonly etaSquared: number;
}

/** Kruskal-Wallis H with tie correction, chi-squared approximation. Reference: scipy.stats.kruskal. */
export function kruskalWallis(groups: readonly Numbers[]): Result<KruskalResult> {
  return attemptNow(() => {
    checkGroups(groups, { spread: 'overall' });
    const { means, n, tieTerm } = groupRanks(groups);
    const between = groups.reduce((sum, group, i) => sum + group.length * (means[i] - (n + 1) / 2) ** 2, 0);
    const statistic = ((12 / (n * (n + 1))) * between) / (1 - tieTerm / (n * n * n - n));
    const df = groups.length - 1;
    return {
      method: 'Kruskal-Wallis H', statistic, df, p: chiSquaredUpper(statistic, df),
      epsilonSquared: statistic / (n - 1),
      etaSquared: n > groups.length ? (statistic - df) / (n - groups.length) : 0,
    };
  });
}

export interface DunnComparison {
  readonly first: number;
  readonly second: number;
  readonly z: number;
  readonly p: number;
}

/** Dunn (1964): every pair of groups on the ranks of all, with tie correction. Uncorrected p: correct over the family. */
export function dunn(groups: readonly Numbers[]): Result<readonly DunnComparison[]> {
  return attemptNow(() => {
    checkGroups(groups, { spread: 'overall' });
    const { means, n, tieTerm } = groupRanks(groups);
    const spread = (n * (n + 1)) / 12 - tieTerm / (12 * (n - 1));
    const comparisons: DunnComparison[] = [];
    for (let first = 0; first < groups.length; first++) {
      for (let second = first + 1; second < groups.length; second++) {
        const z = (means[first] - means[second]) / Math.sqrt(spread * (1 / groups[first].length + 1 / groups[second].length));
        comparisons.push({ first, second, z, p: pOfZ(z, 'two-sided') });
      }
    }
    return comparisons;
  });
}

function groupRanks(groups: readonly Numbers[]): { means: number[]; n: number; tieTerm: number } {
  const { ranks, tieTerm } = midRanks(pooled(groups));
  let at = 0;
  const means = groups.map((group) => {
    let sum = 0;
    for (let i = 0; i < group.length; i++) sum += ranks[at + i];
    at += group.length;
    return sum / group.length;
  });
  return { means, n: ranks.length, tieTerm };
}
