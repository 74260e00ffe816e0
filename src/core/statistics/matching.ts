import { attemptNow, FaultError, type Result } from '#core/faults.ts';
import { variance } from '#core/num/moments.ts';
import type { Numbers } from '#core/num/quantiles.ts';

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

function spreadWithin(values: Float64Array, group: Numbers): number {
  return Math.sqrt((variance(values.filter((_, i) => group[i] === 1)) + variance(values.filter((_, i) => group[i] !== 1))) / 2);
}
