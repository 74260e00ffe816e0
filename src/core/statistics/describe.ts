import { done, failed, type Result } from '#core/faults.ts';
import { maximum, mean, minimum, standardDeviation } from '#core/num/moments.ts';
import { quantileOfSorted, sorted, type Numbers } from '#core/num/quantiles.ts';
import type { Estimate } from '#core/statistics/estimate.ts';
import { meanInterval } from '#core/statistics/meanInterval.ts';
import { medianInterval, type MedianEstimate } from '#core/statistics/medianInterval.ts';
import { countBelow, wilsonInterval } from '#core/statistics/rates.ts';

export interface Description {
  readonly n: number;
  readonly missing: number;
  /** Infinite values (a distance to an empty mask): counted in n and the quantiles, without a mean. */
  readonly infinite: number;
  readonly mean: Result<Estimate>;
  readonly median: Result<MedianEstimate>;
  /** Share of values below the failure threshold. */
  readonly failureRate: Result<Estimate>;
  readonly sd: number | undefined;
  readonly minimum: number | undefined;
  readonly q10: number | undefined;
  readonly q25: number | undefined;
  readonly q75: number | undefined;
  readonly maximum: number | undefined;
}

export interface DescribeOptions {
  readonly level?: number;
  /** Values below count as failures. No failure rate when absent. */
  readonly failureBelow?: number;
  /** Whether the column this group belongs to has failures anywhere. */
  readonly failureTail?: boolean;
}

/** What one group's values are like; NaN is missing and is counted. Intervals: t, order statistics, Wilson. */
export function describe(values: Numbers, options: DescribeOptions = {}): Description {
  const { level = 0.95, failureBelow, failureTail = false } = options;
  const present = new Float64Array(values).filter((value) => !Number.isNaN(value));
  const infinite = present.reduce((count, value) => count + (Number.isFinite(value) ? 0 : 1), 0);
  const ascending = sorted(present);
  const some = present.length > 0;
  const at = (p: number): number | undefined => (some ? quantileOfSorted(ascending, p) : undefined);
  return {
    n: present.length, missing: values.length - present.length, infinite,
    mean: meanOf(present, level, failureTail),
    median: medianInterval(present, level),
    failureRate: failureBelow === undefined
      ? failed('stats-out-of-range', { expected: 'a failure threshold', came: 'none' })
      : wilsonInterval(countBelow(present, failureBelow), level),
    sd: present.length > 1 && infinite === 0 ? standardDeviation(present) : undefined,
    minimum: some ? minimum(present) : undefined, maximum: some ? maximum(present) : undefined,
    q10: at(0.1), q25: at(0.25), q75: at(0.75),
  };
}

/** Where the interval has no spread to stand on, the mean itself is still told: with all values equal it is that value. */
function meanOf(present: Float64Array, level: number, failureTail: boolean): Result<Estimate> {
  const interval = meanInterval(present, { level, failureTail });
  if (interval.state === 'failed' && interval.fault.code === 'stats-all-equal') {
    const value = mean(present);
    return done({ value, low: value, high: value, level, method: 'all values equal', warning: 'small-sample' });
  }
  return interval;
}
