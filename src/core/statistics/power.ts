import { attemptNow, FaultError, type Result } from '#core/faults.ts';
import { fQuantile, tQuantile } from '#core/num/distributions.ts';
import { noncentralFLower, noncentralTLower } from '#core/num/noncentral.ts';
import { root } from '#core/num/root.ts';
import type { Alternative } from '#core/statistics/estimate.ts';

export interface TwoSamplePlan {
  readonly n1: number;
  readonly n2: number;
  readonly alpha?: number;
  readonly alternative?: Alternative;
}

/** Power of the two-sample t test at a standardised gap (noncentral t). Reference: statsmodels TTestIndPower. */
export function powerOfTwoSamples(effectSize: number, { n1, n2, alpha = 0.05, alternative = 'two-sided' }: TwoSamplePlan): number {
  return powerOfT(effectSize * Math.sqrt((n1 * n2) / (n1 + n2)), n1 + n2 - 2, alpha, alternative);
}

/** Power of the one-sample or paired t test over n pairs. Reference: statsmodels TTestPower. */
export function powerOfPairs(effectSize: number, n: number, alpha = 0.05, alternative: Alternative = 'two-sided'): number {
  return powerOfT(effectSize * Math.sqrt(n), n - 1, alpha, alternative);
}

/** Power of one-way analysis of variance; Cohen's f, n over all groups. Reference: statsmodels FTestAnovaPower. */
export function powerOfAnova(effectSize: number, n: number, groups: number, alpha = 0.05): number {
  const df1 = groups - 1, df2 = n - groups;
  return 1 - noncentralFLower(fQuantile(1 - alpha, df1, df2), df1, df2, effectSize * effectSize * n);
}

function powerOfT(noncentrality: number, df: number, alpha: number, alternative: Alternative): number {
  const tail = alternative === 'two-sided' ? alpha / 2 : alpha;
  const critical = -tQuantile(tail, df);
  let power = 0;
  if (alternative !== 'less') power += 1 - noncentralTLower(critical, df, noncentrality);
  if (alternative !== 'greater') power += noncentralTLower(-critical, df, noncentrality);
  return power;
}

/** Size of each of two equal groups that finds a standardised gap with this power. Not rounded. */
export function sizeToFind(effectSize: number, { power = 0.8, alpha = 0.05, ratio = 1 } = {}): Result<number> {
  return attemptNow(() => {
    if (effectSize === 0) throw new FaultError('stats-out-of-range', { expected: 'a gap other than 0', came: '0' });
    const excess = (n: number): number => powerOfTwoSamples(Math.abs(effectSize), { n1: n, n2: n * ratio, alpha }) - power;
    return root(excess, 2, 1e8);
  });
}

/**
 * The smallest gap that these two groups would show with the given power, in the unit of `sd` (the pooled standard
 * deviation inside the groups): what "no significant gap" can and cannot mean here.
 */
export function minimumDetectableGap({ n1, n2, sd, power = 0.8, alpha = 0.05 }: { n1: number; n2: number; sd: number; power?: number; alpha?: number }): Result<number> {
  return attemptNow(() => {
    if (Math.min(n1, n2) < 2) throw new FaultError('stats-group-too-small', { expected: 'at least 2 values in each group', came: `${Math.min(n1, n2)}` });
    if (sd === 0) throw new FaultError('stats-all-equal', { came: 'no spread inside the groups' });
    // 30 standard errors are found for certain with any df; the noncentral sums stay short there.
    const largest = 60 * Math.sqrt(1 / n1 + 1 / n2);
    return sd * root((d) => powerOfTwoSamples(d, { n1, n2, alpha }) - power, 0, largest, 1e-10);
  });
}
