import { attemptNow, FaultError, type Result, unwrap } from '#core/faults.ts';
import { isConstant, variance } from '#core/num/moments.ts';
import type { Numbers } from '#core/num/quantiles.ts';
import type { Coefficient } from '#core/statistics/coefficients.ts';
import type { Design } from '#core/statistics/leastSquares.ts';
import { ols } from '#core/statistics/ols.ts';

export interface Pair {
  /** Row of the group's member. */
  readonly member: number;
  /** Row of its match outside the group. */
  readonly match: number;
}

export interface MatchingOptions {
  /** Distance on the score itself or on its logit. */
  readonly scale?: 'score' | 'logit';
  /** Largest distance, in standard deviations of the logit (root of the two groups' mean variance); no limit when absent. Austin (2011) suggests 0.2. */
  readonly caliper?: number;
}

/**
 * Greedy 1:1 nearest-neighbour matching without replacement on the propensity score; members with the largest score
 * choose first; ties go to the earlier row. Reference: MatchIt(method = "nearest"), by its described algorithm.
 */
export function nearestPairs(group: Numbers, scores: Numbers, { scale = 'score', caliper }: MatchingOptions = {}): Result<{ readonly pairs: readonly Pair[]; readonly caliper: number }> {
  return attemptNow(() => {
    const logits = Float64Array.from(scores, (e) => Math.log(e / (1 - e)));
    const position = scale === 'logit' || caliper !== undefined ? logits : Float64Array.from(scores);
    const limit = caliper === undefined ? Infinity : caliper * spreadWithin(logits, group);
    const members: number[] = [], free: number[] = [];
    for (let i = 0; i < group.length; i++) (group[i] === 1 ? members : free).push(i);
    if (members.length === 0 || free.length === 0) throw new FaultError('stats-one-group', { expected: 'two groups', came: 'one' });
    if (caliper !== undefined && Math.min(members.length, free.length) < 2) throw new FaultError('stats-group-too-small', { expected: 'two subjects in each group', came: `${Math.min(members.length, free.length)}` });
    members.sort((a, b) => scores[b] - scores[a] || a - b);
    const taken = new Set<number>();
    const pairs: Pair[] = [];
    for (const member of members) {
      let match = -1;
      let nearest = Infinity;
      for (const candidate of free) {
        const distance = Math.abs(position[candidate] - position[member]);
        if (distance < nearest && !taken.has(candidate)) { nearest = distance; match = candidate; }
      }
      if (match === -1 || nearest > limit) continue;
      taken.add(match);
      pairs.push({ member, match });
    }
    if (pairs.length === 0) throw new FaultError('stats-no-match', { expected: `a match within ${limit}`, came: 'none' });
    return { pairs, caliper: limit };
  });
}

/**
 * Gap within the matched sample, freed of what the caliper leaves: linear model on the group and the covariates, errors
 * robust within pairs (Abadie and Spiess 2022, where the model of the outcome is told to be adjusted in the matched
 * sample). The plain paired test rejects 9 % of true nulls under a strong confounder; regressing the pairs' differences
 * keeps its level but finds 62 % of gaps that this finds nearly always (verify:statistics --simulate).
 */
export function matchedGap(y: Numbers, covariates: Design, pairs: readonly Pair[], level = 0.95): Result<Coefficient> {
  return attemptNow(() => {
    const rows = pairs.flatMap(({ member, match }) => [member, match]);
    const of = (values: Numbers): Float64Array => Float64Array.from(rows, (row) => values[row]);
    // A level that nobody in a pair has is no column of the matched sample.
    const own = covariates.columns.map(of).flatMap((column, j) => (isConstant(column) ? [] : [{ name: covariates.names[j], column }]));
    const design = {
      names: ['intercept', 'gap', ...own.map(({ name }) => name)],
      columns: [new Float64Array(rows.length).fill(1), Float64Array.from(rows, (_, i) => 1 - (i % 2)), ...own.map(({ column }) => column)],
    };
    return unwrap(ols(of(y), design, { level, clusters: Int32Array.from(rows, (_, i) => i >> 1) })).coefficients[1];
  });
}

function spreadWithin(values: Float64Array, group: Numbers): number {
  return Math.sqrt((variance(values.filter((_, i) => group[i] === 1)) + variance(values.filter((_, i) => group[i] !== 1))) / 2);
}
