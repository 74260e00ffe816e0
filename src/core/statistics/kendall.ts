import { attemptNow, FaultError, type Result } from '#core/faults.ts';
import type { Numbers } from '#core/num/quantiles.ts';
import { checkPairs, checkSample } from '#core/statistics/checks.ts';
import { pOfZ, type TestResult } from '#core/statistics/estimate.ts';

const MOST_EXACT = 33;

/** Kendall's tau-b; exact p without ties up to 33 pairs, else normal with tie correction. Reference: scipy.stats.kendalltau. */
export function kendallTauB(x: Numbers, y: Numbers): Result<TestResult> {
  return attemptNow(() => {
    checkPairs(x, y, 3);
    checkSample(x, false);
    checkSample(y, false);
    const n = x.length;
    let score = 0;
    for (let i = 1; i < n; i++) for (let j = 0; j < i; j++) score += Math.sign(x[i] - x[j]) * Math.sign(y[i] - y[j]);
    const tx = ties(x), ty = ties(y);
    const pairs = (n * (n - 1)) / 2;
    if (tx.pairs === pairs || ty.pairs === pairs) throw new FaultError('stats-all-equal', {});
    const statistic = score / Math.sqrt((pairs - tx.pairs) * (pairs - ty.pairs));
    if (tx.pairs === 0 && ty.pairs === 0 && n <= MOST_EXACT) {
      return { method: "Kendall's tau-b, exact", statistic, p: exactP(n, (pairs - score) / 2) };
    }
    const m = n * (n - 1);
    const variance = (m * (2 * n + 5) - tx.v - ty.v) / 18 + (2 * tx.pairs * ty.pairs) / m + (tx.u * ty.u) / (9 * m * (n - 2));
    return { method: "Kendall's tau-b, normal approximation", statistic, p: pOfZ(score / Math.sqrt(variance), 'two-sided') };
  });
}

/** Sums over groups of t ties: t(t−1)/2, t(t−1)(2t+5), t(t−1)(t−2). */
function ties(values: Numbers): { pairs: number; v: number; u: number } {
  const counts = new Map<number, number>();
  for (let i = 0; i < values.length; i++) counts.set(values[i], (counts.get(values[i]) ?? 0) + 1);
  let pairs = 0, v = 0, u = 0;
  for (const t of counts.values()) {
    pairs += (t * (t - 1)) / 2;
    v += t * (t - 1) * (2 * t + 5);
    u += t * (t - 1) * (t - 2);
  }
  return { pairs, v, u };
}

/** Two-sided exact p from the number of permutations of n with each number of inversions. */
function exactP(n: number, discordant: number): number {
  const most = (n * (n - 1)) / 2;
  let counts = new Float64Array(most + 1);
  counts[0] = 1;
  for (let size = 2; size <= n; size++) {
    const next = new Float64Array(most + 1);
    let window = 0;
    for (let k = 0; k <= most; k++) {
      window += counts[k] - (k >= size ? counts[k - size] : 0);
      next[k] = window / size;
    }
    counts = next;
  }
  const tail = Math.min(discordant, most - discordant);
  let p = 0;
  for (let k = 0; k <= tail; k++) p += counts[k];
  return Math.min(1, 2 * p);
}
