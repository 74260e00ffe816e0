import { attemptNow, type Result } from '#core/faults.ts';
import { normalQuantile } from '#core/num/distributions.ts';
import { sorted, type Numbers } from '#core/num/quantiles.ts';
import { checkGroups } from '#core/statistics/checks.ts';
import type { Estimate } from '#core/statistics/estimate.ts';
import { midRanks, pooled } from '#core/statistics/midRanks.ts';
import { rankSumCounts } from '#core/statistics/exactRankSum.ts';

const MOST_EXACT = 50;

/**
 * Median of all differences x − y (Hodges and Lehmann 1963) with Moses' interval: order statistics of the differences,
 * ranked by the exact distribution of U without ties below 50 values a group, else by its normal approximation with
 * tie correction. Reference: R wilcox.test(conf.int = TRUE), exact form.
 */
export function hodgesLehmann(x: Numbers, y: Numbers, level = 0.95): Result<Estimate> {
  return attemptNow(() => {
    checkGroups([x, y], { finite: true });
    const a = sorted(x), b = sorted(y);
    const pairs = a.length * b.length;
    const half = Math.floor(pairs / 2);
    const value = pairs % 2 === 1 ? difference(a, b, half + 1) : (difference(a, b, half) + difference(a, b, half + 1)) / 2;
    const { tieTerm } = midRanks(pooled([a, b]));
    const exact = tieTerm === 0 && a.length < MOST_EXACT && b.length < MOST_EXACT;
    const rank = exact ? exactRank(a.length, b.length, (1 - level) / 2) : normalRank(a.length, b.length, tieTerm, (1 - level) / 2);
    const warning = rank.reached ? {} : { warning: 'level-not-reached' as const };
    return {
      value, level, method: exact ? 'Moses, exact' : 'Moses, normal approximation',
      low: difference(a, b, rank.rank), high: difference(a, b, pairs + 1 - rank.rank), ...warning,
    };
  });
}

/** R's qwilcox(tail): the least u with P(U ≤ u) ≥ tail; at least 1. */
function exactRank(m: number, n: number, tail: number): { rank: number; reached: boolean } {
  const counts = rankSumCounts(m, n);
  const total = counts.reduce((sum, ways) => sum + ways, 0);
  let cumulated = 0;
  for (let u = 0; u < counts.length; u++) {
    cumulated += counts[u];
    if (cumulated / total >= tail) return { rank: Math.max(1, u), reached: u >= 1 };
  }
  return { rank: 1, reached: false };
}

function normalRank(m: number, n: number, tieTerm: number, tail: number): { rank: number; reached: boolean } {
  const all = m + n;
  const sd = Math.sqrt(((m * n) / 12) * (all + 1 - tieTerm / (all * (all - 1))));
  const rank = Math.floor((m * n) / 2 + normalQuantile(tail) * sd);
  return { rank: Math.max(1, rank), reached: rank >= 1 };
}

/** The k-th smallest (from 1) of all a[i] − b[j] for ascending a and b, without listing them: O((m + n) log range). */
function difference(a: Float64Array, b: Float64Array, k: number): number {
  let low = a[0] - b[b.length - 1];
  let high = a[a.length - 1] - b[0];
  if (countUpTo(a, b, low) >= k) return low;
  // Invariant: count(low) < k ≤ count(high). Ends when no double lies between.
  for (let step = 0; step < 200; step++) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    if (countUpTo(a, b, middle) >= k) high = middle;
    else low = middle;
  }
  return high;
}

function countUpTo(a: Float64Array, b: Float64Array, limit: number): number {
  let count = 0;
  let j = b.length;
  for (let i = 0; i < a.length; i++) {
    // As a[i] grows, fewer b[j] keep a[i] − b[j] ≤ limit: those at the upper end.
    while (j > 0 && a[i] - b[j - 1] <= limit) j--;
    while (j < b.length && a[i] - b[j] > limit) j++;
    count += b.length - j;
  }
  return count;
}
