import { attempt, type Result } from '#core/faults.ts';
import { makeBreather } from '#core/num/breather.ts';
import { mean, sum } from '#core/num/moments.ts';
import type { Numbers } from '#core/num/quantiles.ts';
import { makeRandom } from '#core/num/random.ts';
import { checkGroups, checkPairs, checkSample } from '#core/statistics/checks.ts';
import type { Alternative, TestResult } from '#core/statistics/estimate.ts';
import { pooled } from '#core/statistics/midRanks.ts';

export interface PermutationOptions {
  readonly alternative?: Alternative;
  /** Drawn when there are more arrangements than `mostExact`. */
  readonly permutations?: number;
  readonly mostExact?: number;
  readonly seed?: number | string;
  readonly signal?: AbortSignal;
}

export interface PermutationResult extends TestResult {
  /** How many arrangements were counted. */
  readonly permutations: number;
  readonly exact: boolean;
}

/** Sums that differ by rounding only must count as equal; scipy uses the same width. */
const ROUNDING = 1e-14;

/**
 * Permutation test of a difference of means: all arrangements where there are few, else seeded draws with
 * p = (b + 1)/(m + 1). Two-sided p is twice the smaller tail. Reference: scipy.stats.permutation_test.
 */
export async function permutationTest(x: Numbers, y: Numbers, options: PermutationOptions = {}): Promise<Result<PermutationResult>> {
  return attempt(async () => {
    checkGroups([x, y], { finite: true, spread: 'overall' });
    const all = pooled([x, y]);
    const total = sum(all);
    const n = all.length, m = x.length;
    const gap = (sumOfFirst: number): number => sumOfFirst / m - (total - sumOfFirst) / (n - m);
    const ways = arrangements(n, m);
    const exact = ways <= (options.mostExact ?? 20_000);
    const tally = makeTally(mean(x) - mean(y));
    if (exact) eachSubset(all, m, (sumOfFirst) => tally.add(gap(sumOfFirst)));
    else await drawSubsets(all, m, options, (sumOfFirst) => tally.add(gap(sumOfFirst)));
    return tally.result('permutation of the mean gap', options.alternative ?? 'two-sided', exact);
  });
}

/** The same for pairs: the sign of each difference is flipped. */
export async function pairedPermutationTest(x: Numbers, y: Numbers, options: PermutationOptions = {}): Promise<Result<PermutationResult>> {
  return attempt(async () => {
    checkPairs(x, y, 2);
    checkSample(x, true);
    checkSample(y, true);
    const d = Float64Array.from(x, (value, i) => value - y[i]);
    const exact = 2 ** d.length <= (options.mostExact ?? 20_000);
    const tally = makeTally(mean(d));
    const count = exact ? 2 ** d.length : options.permutations ?? 10_000;
    const random = makeRandom(options.seed ?? 0);
    const breathe = makeBreather(options.signal);
    await breathe();
    for (let r = 0; r < count; r++) {
      let signed = 0;
      for (let i = 0; i < d.length; i++) signed += (exact ? (r >> i) & 1 : random.next() < 0.5) ? d[i] : -d[i];
      tally.add(signed / d.length);
      if (r % 1024 === 1023) await breathe();
    }
    return tally.result('sign-flip permutation of the mean difference', options.alternative ?? 'two-sided', exact);
  });
}

function makeTally(observed: number): { add(value: number): void; result(method: string, alternative: Alternative, exact: boolean): PermutationResult } {
  let less = 0, greater = 0, count = 0;
  const width = Math.max(ROUNDING * Math.abs(observed), ROUNDING);
  return {
    add: (value) => {
      count++;
      if (value <= observed + width) less++;
      if (value >= observed - width) greater++;
    },
    result: (method, alternative, exact) => {
      const share = (b: number): number => (exact ? b / count : (b + 1) / (count + 1));
      const p = alternative === 'less' ? share(less) : alternative === 'greater' ? share(greater) : Math.min(1, 2 * share(Math.min(less, greater)));
      return { method: exact ? `${method}, exact` : method, statistic: observed, p, permutations: count, exact };
    },
  };
}

function arrangements(n: number, m: number): number {
  let ways = 1;
  for (let i = 1; i <= Math.min(m, n - m); i++) ways *= (n - i + 1) / i;
  return Math.round(ways);
}

function eachSubset(all: Float64Array, m: number, visit: (sumOfFirst: number) => void): void {
  const walk = (from: number, left: number, partial: number): void => {
    if (left === 0) { visit(partial); return; }
    for (let i = from; i <= all.length - left; i++) walk(i + 1, left - 1, partial + all[i]);
  };
  walk(0, m, 0);
}

async function drawSubsets(all: Float64Array, m: number, options: PermutationOptions, visit: (sumOfFirst: number) => void): Promise<void> {
  const random = makeRandom(options.seed ?? 0);
  const breathe = makeBreather(options.signal);
  await breathe();
  const shuffled = Float64Array.from(all);
  for (let r = 0; r < (options.permutations ?? 10_000); r++) {
    let total = 0;
    // A partial Fisher-Yates shuffle: the first m places hold a random subset.
    for (let i = 0; i < m; i++) {
      const j = i + random.integer(shuffled.length - i);
      const value = shuffled[j];
      shuffled[j] = shuffled[i];
      shuffled[i] = value;
      total += value;
    }
    visit(total);
    if (r % 256 === 255) await breathe();
  }
}
