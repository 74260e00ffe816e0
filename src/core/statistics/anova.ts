import { attemptNow, type Result } from '#core/faults.ts';
import { fUpper } from '#core/num/distributions.ts';
import { mean, sumOfSquares, variance } from '#core/num/moments.ts';
import { median, type Numbers } from '#core/num/quantiles.ts';
import { checkGroups } from '#core/statistics/checks.ts';
import type { TestResult } from '#core/statistics/estimate.ts';
import { pooled } from '#core/statistics/midRanks.ts';

export interface AnovaResult extends TestResult {
  readonly df: number;
  readonly dfWithin: number;
}

/** One-way analysis of variance, equal spreads assumed (Fisher). Reference: scipy.stats.f_oneway. */
export function anova(groups: readonly Numbers[]): Result<AnovaResult> {
  return attemptNow(() => {
    checkGroups(groups, { spread: 'within-each', finite: true });
    return oneWay(groups, 'ANOVA F');
  });
}

function oneWay(groups: readonly Numbers[], method: string): AnovaResult {
  const grand = mean(pooled(groups));
  let between = 0, within = 0, n = 0;
  for (const group of groups) {
    between += group.length * (mean(group) - grand) ** 2;
    within += sumOfSquares(group);
    n += group.length;
  }
  const df = groups.length - 1;
  const dfWithin = n - groups.length;
  const statistic = between / df / (within / dfWithin);
  return { method, statistic, df, dfWithin, p: fUpper(statistic, df, dfWithin) };
}

/** One-way analysis of variance without equal spreads: Welch (1951). Reference: R oneway.test(var.equal = FALSE). */
export function welchAnova(groups: readonly Numbers[]): Result<AnovaResult> {
  return attemptNow(() => {
    checkGroups(groups, { atLeast: 2, finite: true });
    for (const group of groups) checkGroups([group, group], { spread: 'within-each' });
    const k = groups.length;
    const weights = groups.map((group) => group.length / variance(group));
    const total = weights.reduce((a, b) => a + b, 0);
    const centre = groups.reduce((sum, group, i) => sum + weights[i] * mean(group), 0) / total;
    const between = groups.reduce((sum, group, i) => sum + weights[i] * (mean(group) - centre) ** 2, 0) / (k - 1);
    const lambda = groups.reduce((sum, group, i) => sum + (1 - weights[i] / total) ** 2 / (group.length - 1), 0);
    const statistic = between / (1 + (2 * (k - 2) * lambda) / (k * k - 1));
    const dfWithin = (k * k - 1) / (3 * lambda);
    return { method: 'Welch ANOVA F', statistic, df: k - 1, dfWithin, p: fUpper(statistic, k - 1, dfWithin) };
  });
}

/** Equality of spreads: Levene's test about the medians (Brown and Forsythe 1974). Reference: scipy.stats.levene(center='median'). */
export function brownForsythe(groups: readonly Numbers[]): Result<AnovaResult> {
  return attemptNow(() => {
    checkGroups(groups, { finite: true, spread: 'within-each' });
    const deviations = groups.map((group) => {
      const centre = median(group);
      return Float64Array.from(group, (value) => Math.abs(value - centre));
    });
    checkGroups(deviations, { spread: 'within-each' });
    return oneWay(deviations, 'Brown-Forsythe W');
  });
}
