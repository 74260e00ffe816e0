import { attemptNow, FaultError, type Result } from '#core/faults.ts';
import { median, type Numbers } from '#core/num/quantiles.ts';
import { checkPairs } from '#core/statistics/checks.ts';
import { pOfZ, type TestResult } from '#core/statistics/estimate.ts';
import { midRanks } from '#core/statistics/midRanks.ts';

export interface SignedRankResult extends TestResult {
  readonly positiveSum: number;
  readonly negativeSum: number;
  /** Pairs without a difference. */
  readonly zeros: number;
}

export interface SignedRankOptions {
  /** What becomes of pairs without a difference: dropped (Wilcoxon), ranked then dropped (Pratt), ranked and shared. */
  readonly zeros?: 'wilcox' | 'pratt' | 'zsplit';
  readonly mode?: 'auto' | 'exact' | 'asymptotic';
  readonly continuity?: boolean;
}

const MOST_EXACT = 60;

/**
 * Wilcoxon signed-rank test of paired values. Differences are rounded to 12 decimals before they are ranked, so that
 * 0.3 − 0.1 and 0.2 tie. Exact (also with ties, given them) up to 60 pairs. Reference: scipy.stats.wilcoxon.
 */
export function wilcoxonSignedRank(x: Numbers, y: Numbers, options: SignedRankOptions = {}): Result<SignedRankResult> {
  return attemptNow(() => {
    const { zeros = 'pratt', mode = 'auto', continuity = true } = options;
    checkPairs(x, y, 1);
    const all = differences(x, y);
    const d = zeros === 'wilcox' ? all.filter((value) => value !== 0) : all;
    const zeroCount = all.reduce((count, value) => count + (value === 0 ? 1 : 0), 0);
    if (zeroCount === all.length) throw new FaultError('stats-all-equal', { came: 'every pair is equal' });
    const { ranks } = midRanks(d.map(Math.abs));
    let positive = 0, negative = 0, shared = 0;
    for (let i = 0; i < d.length; i++) {
      if (d[i] > 0) positive += ranks[i];
      else if (d[i] < 0) negative += ranks[i];
      else shared += ranks[i];
    }
    if (zeros === 'zsplit') { positive += shared / 2; negative += shared / 2; }
    const statistic = Math.min(positive, negative);
    const used = ranks.filter((_, i) => d[i] !== 0);
    const exact = mode === 'exact' || (mode === 'auto' && used.length <= MOST_EXACT && zeros !== 'zsplit');
    return {
      method: exact ? 'Wilcoxon signed rank, exact' : 'Wilcoxon signed rank, normal approximation',
      statistic, positiveSum: positive, negativeSum: negative, zeros: zeroCount,
      p: exact ? exactP(used, positive) : normalP(d, ranks, statistic, zeros, continuity),
    };
  });
}

/** Median of the pairwise means of the differences (one-sample Hodges-Lehmann), zeros kept. */
export function pairedHodgesLehmann(x: Numbers, y: Numbers): Result<number> {
  return attemptNow(() => {
    checkPairs(x, y, 1);
    const d = differences(x, y);
    const walsh = new Float64Array((d.length * (d.length + 1)) / 2);
    let at = 0;
    for (let i = 0; i < d.length; i++) for (let j = i; j < d.length; j++) walsh[at++] = (d[i] + d[j]) / 2;
    return median(walsh);
  });
}

function differences(x: Numbers, y: Numbers): Float64Array {
  return Float64Array.from(x, (value, i) => Math.round((value - y[i]) * 1e12) / 1e12);
}

/** Counts the sign patterns with each positive rank sum; ranks doubled to be whole. */
function exactP(ranks: Float64Array, positive: number): number {
  const doubled = Int32Array.from(ranks, (rank) => Math.round(2 * rank));
  const most = doubled.reduce((a, b) => a + b, 0);
  const counts = new Float64Array(most + 1);
  counts[0] = 1;
  for (const rank of doubled) for (let sum = most; sum >= rank; sum--) counts[sum] += counts[sum - rank];
  const observed = Math.round(2 * positive);
  const distance = Math.abs(2 * observed - most);
  let counted = 0;
  for (let sum = 0; sum <= most; sum++) if (Math.abs(2 * sum - most) >= distance) counted += counts[sum];
  return Math.min(1, counted / 2 ** doubled.length);
}

function normalP(d: Float64Array, ranks: Float64Array, statistic: number, zeros: string, continuity: boolean): number {
  const n = d.length;
  const zeroCount = d.reduce((count, value) => count + (value === 0 ? 1 : 0), 0);
  let expected = (n * (n + 1)) / 4;
  let spread = n * (n + 1) * (2 * n + 1);
  if (zeros === 'pratt') {
    expected -= (zeroCount * (zeroCount + 1)) / 4;
    spread -= zeroCount * (zeroCount + 1) * (2 * zeroCount + 1);
  }
  const kept = zeros === 'pratt' ? ranks.filter((_, i) => d[i] !== 0) : ranks;
  spread -= midRanks(kept).tieTerm / 2;
  const sd = Math.sqrt(spread / 24);
  const shift = continuity ? 0.5 * Math.sign(statistic - expected) : 0;
  return pOfZ((statistic - expected - shift) / sd, 'two-sided');
}
