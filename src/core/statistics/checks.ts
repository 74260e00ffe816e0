import { FaultError } from '#core/faults.ts';
import { isConstant } from '#core/num/moments.ts';
import type { Numbers } from '#core/num/quantiles.ts';

/**
 * What a method asks of its groups. Values must not hold NaN: missing ones are left out (and counted) before a test
 * is called, so a NaN here is the caller's mistake.
 */
export interface GroupNeeds {
  /** Fewest values in each group; 1 when absent. */
  readonly atLeast?: number;
  /** Some value must differ from another. */
  readonly spread?: 'overall' | 'within-each';
  /** Infinity (a distance to an empty mask) has no mean; rank methods can do with it. */
  readonly finite?: boolean;
}

/** Throws the fault that names why these groups cannot be compared. */
export function checkGroups(groups: readonly Numbers[], needs: GroupNeeds = {}): void {
  if (groups.length < 2) throw new FaultError('stats-one-group', { expected: 'at least two groups', came: `${groups.length}` });
  const total = groups.reduce((sum, group) => sum + group.length, 0);
  if (total === 0) throw new FaultError('stats-no-values', { expected: 'values', came: 'none' });
  for (const group of groups) checkSample(group, needs.finite ?? false);
  const atLeast = needs.atLeast ?? 1;
  const smallest = Math.min(...groups.map((group) => group.length));
  if (smallest < atLeast) {
    if (groups.filter((group) => group.length > 0).length < 2) {
      throw new FaultError('stats-one-group', { expected: 'values in two groups', came: 'values in one' });
    }
    throw new FaultError('stats-group-too-small', { expected: `at least ${atLeast} values in each group`, came: `${smallest}` });
  }
  if (needs.spread === 'within-each' && groups.every(isConstant)) throw new FaultError('stats-all-equal', { came: 'no spread inside the groups' });
  if (needs.spread === 'overall') {
    const first = groups.find((group) => group.length > 0)?.[0];
    if (groups.every((group) => isConstant(group) && (group.length === 0 || group[0] === first))) {
      throw new FaultError('stats-all-equal', { came: `${total} times ${first}` });
    }
  }
}

/** Throws for NaN (programmer's mistake) and, where means are taken, the fault for infinite values. */
export function checkSample(values: Numbers, finite: boolean): void {
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i])) throw new Error('a statistic was given NaN: leave missing values out first');
    if (finite && !Number.isFinite(values[i])) throw new FaultError('stats-not-finite', { expected: 'finite values', came: `${values[i]}` });
  }
}

/** Throws unless the two samples are paired, that is equally long. */
export function checkPairs(x: Numbers, y: Numbers, atLeast: number): void {
  if (x.length !== y.length) throw new Error(`paired samples differ in length: ${x.length} and ${y.length}`);
  if (x.length === 0) throw new FaultError('stats-no-values', { expected: 'complete pairs', came: 'none' });
  if (x.length < atLeast) throw new FaultError('stats-group-too-small', { expected: `at least ${atLeast} pairs`, came: `${x.length}` });
}
