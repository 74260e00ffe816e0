import { attemptNow, FaultError, type Result } from '#core/faults.ts';
import { binomialLower, normalQuantile } from '#core/num/distributions.ts';
import { mean } from '#core/num/moments.ts';
import { medianOfSorted, sorted, type Numbers } from '#core/num/quantiles.ts';
import { checkGroups } from '#core/statistics/checks.ts';
import type { Estimate } from '#core/statistics/estimate.ts';
import { midRanks, pooled } from '#core/statistics/midRanks.ts';
import { gapError } from '#core/statistics/welch.ts';

/**
 * Cliff's delta, P(x > y) − P(x < y), with the asymmetric interval of Feng and Cliff (2004) on the unbiased variance.
 * Reference: R orddom / effsize::cliff.delta.
 */
export function cliffsDelta(x: Numbers, y: Numbers, level = 0.95): Result<Estimate> {
  return attemptNow(() => {
    checkGroups([x, y], { atLeast: 2 });
    const m = x.length, n = y.length;
    const { ranks } = midRanks(pooled([x, y]));
    const xs = dominance(ranks.subarray(0, m), midRanks(x).ranks, n);
    const ys = dominance(ranks.subarray(m), midRanks(y).ranks, m).map((d) => -d);
    const delta = mean(xs);
    const squares = (values: Float64Array): number => values.reduce((sum, d) => sum + (d - delta) ** 2, 0);
    const decided = m * n - tiedPairs(x, y);
    const unbiased = (n * n * squares(xs) + m * m * squares(ys) - (decided - m * n * delta * delta)) / (m * n * (m - 1) * (n - 1));
    const variance = Math.max(unbiased, (1 - delta * delta) / (m * n - 1));
    const z = normalQuantile((1 + level) / 2);
    if (Math.abs(delta) === 1) {
      // No overlap: the variance is 0; the bound of Feng and Cliff for the smaller group stands in.
      const inner = (Math.min(m, n) - z * z) / (Math.min(m, n) + z * z);
      return { value: delta, level, low: delta > 0 ? inner : -1, high: delta > 0 ? 1 : -inner, method: 'Feng-Cliff, no overlap', warning: 'small-sample' as const };
    }
    const root = z * Math.sqrt(variance) * Math.sqrt((1 - delta ** 2) ** 2 + z * z * variance);
    const divisor = 1 - delta ** 2 + z * z * variance;
    return {
      value: delta, level, method: 'Feng-Cliff',
      low: Math.max(-1, (delta - delta ** 3 - root) / divisor), high: Math.min(1, (delta - delta ** 3 + root) / divisor),
    };
  });
}

/** For each value: share of the other sample below it minus share above it. */
function dominance(overall: Float64Array, within: Float64Array, others: number): Float64Array {
  return overall.map((rank, i) => (2 * (rank - within[i])) / others - 1);
}

function tiedPairs(x: Numbers, y: Numbers): number {
  const a = sorted(x), b = sorted(y);
  let pairs = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] < b[j]) i++;
    else if (a[i] > b[j]) j++;
    else {
      const value = a[i];
      let inX = 0, inY = 0;
      while (i < a.length && a[i] === value) { inX++; i++; }
      while (j < b.length && b[j] === value) { inY++; j++; }
      pairs += inX * inY;
    }
  }
  return pairs;
}

/** median(x) − median(y) with the interval of Price and Bonett (2002): order-statistic variances of the medians, normal. */
export function medianGap(x: Numbers, y: Numbers, level = 0.95): Result<Estimate> {
  return attemptNow(() => {
    checkGroups([x, y], { atLeast: 5, finite: true });
    const a = medianError(sorted(x));
    const b = medianError(sorted(y));
    const value = a.median - b.median;
    const reach = normalQuantile((1 + level) / 2) * Math.sqrt(a.variance + b.variance);
    return { value, low: value - reach, high: value + reach, level, method: 'Price-Bonett' };
  });
}

function medianError(ascending: Float64Array): { median: number; variance: number } {
  const n = ascending.length;
  const c = Math.max(1, Math.round((n + 1) / 2 - Math.sqrt(n)));
  const z = -normalQuantile(binomialLower(c - 1, n, 0.5));
  return { median: medianOfSorted(ascending), variance: ((ascending[n - c] - ascending[c - 1]) / (2 * z)) ** 2 };
}

/** Cohen's d with the pooled standard deviation. */
export function cohensD(x: Numbers, y: Numbers): Result<number> {
  return attemptNow(() => {
    checkGroups([x, y], { atLeast: 2, finite: true, spread: 'within-each' });
    const { standardError } = gapError(x, y, 'pooled');
    if (standardError === 0) throw new FaultError('stats-all-equal', {});
    return (mean(x) - mean(y)) / (standardError / Math.sqrt(1 / x.length + 1 / y.length));
  });
}
