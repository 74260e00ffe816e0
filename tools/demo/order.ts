import { makeRandom } from '#core/num/random.ts';
import type { CohortMember } from '#demo/cohort.ts';

/** The cohort in a fixed random order, so that whatever part of it was evaluated is a fair sample of the whole. */
export function evaluationOrder(members: readonly CohortMember[]): readonly CohortMember[] {
  const random = makeRandom('demo/evaluation order');
  const order = [...members];
  for (let at = order.length - 1; at > 0; at--) {
    const other = random.integer(at + 1);
    [order[at], order[other]] = [order[other], order[at]];
  }
  return order;
}
