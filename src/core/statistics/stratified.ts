import { attemptNow, FaultError, type Result } from '#core/faults.ts';
import { normalQuantile } from '#core/num/distributions.ts';
import { mean } from '#core/num/moments.ts';
import type { Numbers } from '#core/num/quantiles.ts';
import { pOfZ, type Estimate } from '#core/statistics/estimate.ts';
import { gapError } from '#core/statistics/welch.ts';

export interface StratumGap {
  readonly stratum: number;
  readonly n1: number;
  readonly n0: number;
  /** Undefined where a side has fewer than two values. */
  readonly gap: number | undefined;
  readonly standardError: number | undefined;
}

export interface StratifiedGap {
  readonly strata: readonly StratumGap[];
  /** Gap inside the strata, each weighted by its number of subjects. */
  readonly pooled: Estimate;
  readonly p: number;
  /** Subjects in strata where no gap could be computed. */
  readonly leftOut: number;
}

/** Gap of group 1 against group 0 within each stratum and, weighted by stratum size (direct standardisation), over all. */
export function stratifiedGap(y: Numbers, group: Numbers, strata: Numbers, level = 0.95): Result<StratifiedGap> {
  return attemptNow(() => {
    const codes = [...new Set(Array.from(strata))].sort((a, b) => a - b);
    const lines = codes.map((stratum): StratumGap => {
      const sides: [number[], number[]] = [[], []];
      for (let i = 0; i < y.length; i++) if (strata[i] === stratum) sides[group[i] === 1 ? 1 : 0].push(y[i]);
      const [outside, inside] = sides;
      const enough = Math.min(inside.length, outside.length) >= 2;
      return {
        stratum, n1: inside.length, n0: outside.length,
        gap: enough ? mean(inside) - mean(outside) : undefined,
        standardError: enough ? gapError(inside, outside, 'welch').standardError : undefined,
      };
    });
    let total = 0, sum = 0, variance = 0, leftOut = 0;
    for (const { n1, n0, gap, standardError } of lines) {
      if (gap === undefined || standardError === undefined) { leftOut += n1 + n0; continue; }
      const weight = n1 + n0;
      total += weight;
      sum += weight * gap;
      variance += (weight * standardError) ** 2;
    }
    if (total === 0) throw new FaultError('stats-group-too-small', { expected: 'a stratum with two values in each group', came: 'none' });
    if (variance === 0) throw new FaultError('stats-all-equal', {});
    const value = sum / total, se = Math.sqrt(variance) / total;
    const reach = normalQuantile((1 + level) / 2) * se;
    return { strata: lines, leftOut, p: pOfZ(value / se, 'two-sided'), pooled: { value, low: value - reach, high: value + reach, level, method: 'stratified, weighted by size' } };
  });
}
