/** A finite ordered list of numbers: plain array or typed array. */
export type Numbers = ArrayLike<number>;

/** A sorted copy (ascending); NaN is not allowed among the values. */
export function sorted(values: Numbers): Float64Array {
  return new Float64Array(values).sort();
}

/**
 * Quantile of already sorted values, linear between order statistics (type 7 of Hyndman and Fan 1996; the default of
 * numpy and R). `probability` in [0, 1]; NaN for no values.
 */
export function quantileOfSorted(ascending: Numbers, probability: number): number {
  const n = ascending.length;
  if (n === 0) return Number.NaN;
  const position = (n - 1) * probability;
  const below = Math.floor(position);
  const above = Math.min(below + 1, n - 1);
  const low = ascending[below];
  const high = ascending[above];
  const fraction = position - below;
  if (low === high || fraction === 0) return low;
  // The form of numpy's lerp: anchored at the nearer end, so that both ends are met exactly.
  return fraction < 0.5 ? low + (high - low) * fraction : high - (high - low) * (1 - fraction);
}

export function quantile(values: Numbers, probability: number): number {
  return quantileOfSorted(sorted(values), probability);
}

export function median(values: Numbers): number {
  return medianOfSorted(sorted(values));
}

export function medianOfSorted(ascending: Numbers): number {
  const n = ascending.length;
  if (n === 0) return Number.NaN;
  const half = n >> 1;
  return n % 2 === 1 ? ascending[half] : (ascending[half - 1] + ascending[half]) / 2;
}
