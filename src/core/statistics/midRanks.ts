import type { Numbers } from '#core/num/quantiles.ts';

export interface Ranks {
  /** Mid-rank of each value, from 1; ties share the mean of their ranks. */
  readonly ranks: Float64Array;
  /** Σ(t³ − t) over groups of t equal values: the tie correction of the rank tests. */
  readonly tieTerm: number;
}

/** Mid-ranks of the values in their given order. Infinity is allowed, NaN is not. */
export function midRanks(values: Numbers): Ranks {
  const n = values.length;
  const order = orderOf(values);
  const ranks = new Float64Array(n);
  let tieTerm = 0;
  for (let start = 0; start < n; ) {
    let end = start + 1;
    while (end < n && values[order[end]] === values[order[start]]) end++;
    const rank = (start + 1 + end) / 2;
    for (let i = start; i < end; i++) ranks[order[i]] = rank;
    const ties = end - start;
    tieTerm += ties * ties * ties - ties;
    start = end;
  }
  return { ranks, tieTerm };
}

/** Indices in ascending order of value. */
export function orderOf(values: Numbers): Uint32Array {
  const order = new Uint32Array(values.length);
  for (let i = 0; i < order.length; i++) order[i] = i;
  return order.sort((a, b) => (values[a] < values[b] ? -1 : values[a] > values[b] ? 1 : a - b));
}

/** The groups one after another. */
export function pooled(groups: readonly Numbers[]): Float64Array {
  const all = new Float64Array(groups.reduce((sum, group) => sum + group.length, 0));
  let at = 0;
  for (const group of groups) {
    all.set(group, at);
    at += group.length;
  }
  return all;
}
