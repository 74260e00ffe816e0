import type { Random } from '#core/num/random.ts';

/** Orders of 0..n−1 drawn at random, within strata where they are given (one number per subject). Each call gives a new array. */
export function makeShuffle(n: number, random: Random, strata?: ArrayLike<number>): () => Int32Array {
  const members = new Map<number, number[]>();
  for (let i = 0; i < n; i++) {
    const stratum = strata ? strata[i] : 0;
    const found = members.get(stratum);
    if (found) found.push(i);
    else members.set(stratum, [i]);
  }
  const groups = [...members.values()];
  return () => {
    const order = new Int32Array(n);
    for (const places of groups) {
      const drawn = Int32Array.from(places);
      for (let i = drawn.length - 1; i > 0; i--) {
        const j = random.integer(i + 1);
        const held = drawn[i];
        drawn[i] = drawn[j];
        drawn[j] = held;
      }
      for (let i = 0; i < drawn.length; i++) order[places[i]] = drawn[i];
    }
    return order;
  };
}
