import type { Numbers } from '#core/num/quantiles.ts';
import type { Alternative } from '#core/statistics/estimate.ts';

/**
 * Exact p of the sum of the first `m` mid-ranks, given all ranks and their ties: counts, by dynamic programming over
 * doubled (hence whole) ranks, the subsets of size m with each sum. Two-sided: |sum − expected| at least as large.
 */
export function exactRankSumP(ranks: Numbers, m: number, alternative: Alternative): number {
  const doubled = Int32Array.from(ranks, (rank) => Math.round(2 * rank));
  let observed = 0;
  for (let i = 0; i < m; i++) observed += doubled[i];
  const most = Int32Array.from(doubled).sort().slice(doubled.length - m).reduce((a, b) => a + b, 0);
  const width = most + 1;
  const counts = new Float64Array((m + 1) * width);
  counts[0] = 1;
  for (let r = 0; r < doubled.length; r++) {
    const rank = doubled[r];
    for (let size = Math.min(m, r + 1); size >= 1; size--) {
      const from = (size - 1) * width, to = size * width;
      for (let sum = most; sum >= rank; sum--) counts[to + sum] += counts[from + sum - rank];
    }
  }
  const row = counts.subarray(m * width, (m + 1) * width);
  const expected = m * (doubled.length + 1);
  const distance = Math.abs(observed - expected);
  let total = 0, counted = 0;
  for (let sum = 0; sum < width; sum++) {
    const ways = row[sum];
    if (ways === 0) continue;
    total += ways;
    if (alternative === 'less' ? sum <= observed : alternative === 'greater' ? sum >= observed : Math.abs(sum - expected) >= distance) counted += ways;
  }
  return Math.min(1, counted / total);
}

/** Number of ways to reach each U = 0 … m·n without ties (Mann and Whitney's recurrence). */
export function rankSumCounts(m: number, n: number): Float64Array {
  let counts = new Float64Array(m * n + 1);
  counts[0] = 1;
  // Generating function Π (1 − q^(n+i)) / (1 − q^i), i = 1 … m, kept to degree m·n.
  for (let i = 1; i <= m; i++) {
    const next = Float64Array.from(counts);
    for (let u = counts.length - 1; u >= n + i; u--) next[u] -= counts[u - n - i];
    for (let u = i; u < next.length; u++) next[u] += next[u - i];
    counts = next;
  }
  return counts;
}
