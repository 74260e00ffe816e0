import { tQuantile } from '#core/num/distributions.ts';
import { wilsonInterval } from '#core/statistics/rates.ts';

/** One group's map: per bin the number of subjects, their mean and its 95 % interval. NaN where there is none. */
export interface GroupSummary {
  readonly count: Uint32Array;
  readonly mean: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/**
 * Summary of some rows of subjects × bins (NaN where missing). Shares (values of 0 and 1) have Wilson's interval, means the
 * t interval, which needs two subjects.
 */
export function groupSummary(values: Float32Array, rows: readonly number[], bins: number, scale: 'share' | 'mean'): GroupSummary {
  const missing = () => new Float64Array(bins).fill(Number.NaN);
  const out = { count: new Uint32Array(bins), mean: missing(), low: missing(), high: missing() };
  for (let bin = 0; bin < bins; bin++) {
    let n = 0, sum = 0;
    for (const row of rows) {
      const value = values[row * bins + bin];
      if (Number.isNaN(value)) continue;
      n++;
      sum += value;
    }
    out.count[bin] = n;
    if (n === 0) continue;
    const mean = sum / n;
    out.mean[bin] = mean;
    const interval = scale === 'share' ? wilsonInterval({ events: sum, n }) : undefined;
    if (interval?.state === 'done') {
      out.low[bin] = interval.value.low;
      out.high[bin] = interval.value.high;
    } else if (scale === 'mean' && n > 1) {
      const reach = tQuantile(0.975, n - 1) * Math.sqrt(spread(values, rows, bins, bin, mean) / (n - 1) / n);
      out.low[bin] = mean - reach;
      out.high[bin] = mean + reach;
    }
  }
  return out;
}

/** Sum of squares about the mean. */
function spread(values: Float32Array, rows: readonly number[], bins: number, bin: number, mean: number): number {
  let sum = 0;
  for (const row of rows) {
    const value = values[row * bins + bin];
    if (!Number.isNaN(value)) sum += (value - mean) ** 2;
  }
  return sum;
}
