import { attemptNow, FaultError, type Result, unwrap } from '#core/faults.ts';
import { tQuantile } from '#core/num/distributions.ts';
import type { Numbers } from '#core/num/quantiles.ts';
import type { Estimate } from '#core/statistics/estimate.ts';
import { pOfT } from '#core/statistics/estimate.ts';
import { pairedT } from '#core/statistics/pairedT.ts';
import { twoSampleT, type SpreadRule } from '#core/statistics/welch.ts';

export interface OneSided { readonly t: number; readonly p: number; readonly df: number }

export interface TostResult {
  readonly method: string;
  /** The larger of the two one-sided p: below alpha, the gap lies within the margin. */
  readonly p: number;
  readonly lower: OneSided;
  readonly upper: OneSided;
  /** The gap with its 1 − 2·alpha interval, which lies inside the margin exactly when the test succeeds. */
  readonly gap: Estimate;
}

export interface TostOptions {
  /** The margin must be declared beforehand: gaps in (low, high) count as equal. */
  readonly low: number;
  readonly high: number;
  readonly rule?: SpreadRule | 'paired';
  readonly alpha?: number;
}

/** Two one-sided t tests of equivalence (Schuirmann 1987). References: statsmodels ttost_ind, ttost_paired. */
export function tost(x: Numbers, y: Numbers, { low, high, rule = 'welch', alpha = 0.05 }: TostOptions): Result<TostResult> {
  return attemptNow(() => {
    if (!(low < high)) throw new FaultError('stats-out-of-range', { expected: 'a margin with low < high', came: `${low} to ${high}` });
    const { gap, standardError, df } = unwrap(rule === 'paired' ? pairedT(x, y) : twoSampleT(x, y, { rule }));
    const oneSided = (bound: number, alternative: 'greater' | 'less'): OneSided => {
      const t = (gap.value - bound) / standardError;
      return { t, df, p: pOfT(t, df, alternative) };
    };
    const lower = oneSided(low, 'greater');
    const upper = oneSided(high, 'less');
    const reach = tQuantile(1 - alpha, df) * standardError;
    return {
      method: `TOST, ${rule}`, p: Math.max(lower.p, upper.p), lower, upper,
      gap: { value: gap.value, low: gap.value - reach, high: gap.value + reach, level: 1 - 2 * alpha, method: `${rule} t interval` },
    };
  });
}
