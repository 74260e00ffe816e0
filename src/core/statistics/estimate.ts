import { normalLower, normalUpper, tLower, tTwoSided, tUpper } from '#core/num/distributions.ts';

/** Which departure from the null hypothesis counts: of the first sample against the second. */
export type Alternative = 'two-sided' | 'less' | 'greater';

/** An interval with the name of its method and, where its assumptions are strained, the warning to show beside it. */
export interface Interval {
  readonly low: number;
  readonly high: number;
  /** Confidence level, 0.95 for 95 %. */
  readonly level: number;
  readonly method: string;
  readonly warning?: IntervalWarning;
}

export type IntervalWarning = 'failure-tail' | 'small-sample' | 'level-not-reached' | 'few-replicates';

/** A number with its interval. */
export interface Estimate extends Interval {
  readonly value: number;
}

/** A test's statistic and p value; `df` where it has degrees of freedom. */
export interface TestResult {
  readonly method: string;
  readonly statistic: number;
  readonly p: number;
  readonly df?: number;
}

export function pOfT(t: number, df: number, alternative: Alternative): number {
  if (alternative === 'less') return tLower(t, df);
  return alternative === 'greater' ? tUpper(t, df) : tTwoSided(t, df);
}

export function pOfZ(z: number, alternative: Alternative): number {
  if (alternative === 'less') return normalLower(z);
  return alternative === 'greater' ? normalUpper(z) : Math.min(1, 2 * normalUpper(Math.abs(z)));
}
