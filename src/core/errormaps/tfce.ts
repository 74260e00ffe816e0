/**
 * Threshold-free cluster enhancement (Smith and Nichols 2009): each bin's score is the integral over heights h up to its
 * own value of extent(h)^E · h^H, extent being the number of bins joined to it at that height. Extents change only where
 * bins join, so the integral is exact: bins are taken from the highest down, clusters are merged as they touch, and each
 * cluster carries the integral so far. Only positive values have a score.
 */
export interface TfceExponents { readonly extent: number; readonly height: number }

/** For surfaces: E = 1, H = 2. */
export const SURFACE_EXPONENTS: TfceExponents = { extent: 1, height: 2 };

/** A scorer for values on this graph; it writes into `out` and gives back the largest score. */
export function makeTfce(neighbours: readonly (readonly number[])[], exponents: TfceExponents = SURFACE_EXPONENTS): (values: Float64Array, out: Float64Array) => number {
  const n = neighbours.length;
  const { start, list } = flat(neighbours);
  const extent = Float64Array.from({ length: n + 1 }, (_, size) => size ** exponents.extent);
  const isSquare = exponents.height === 2;
  const integral = (h: number) => (isSquare ? (h * h * h) / 3 : h ** (exponents.height + 1) / (exponents.height + 1));
  const parent = new Int32Array(n), size = new Int32Array(n);
  const sum = new Float64Array(n), settled = new Float64Array(n), offset = new Float64Array(n);
  const order = makeDescendingOrder(n);
  const rootOf = (bin: number): number => {
    let at = bin;
    while (parent[at] !== at) at = parent[at];
    return at;
  };
  /** Brings a cluster's integral down to this height (given as its integral). */
  const settle = (root: number, height: number): void => {
    sum[root] += extent[size[root]] * (settled[root] - height);
    settled[root] = height;
  };
  return (values, out) => {
    const sorted = order(values);
    parent.fill(-1);
    for (let s = 0; s < sorted.length; s++) {
      const bin = sorted[s];
      const height = integral(values[bin]);
      parent[bin] = bin;
      size[bin] = 1;
      sum[bin] = offset[bin] = 0;
      settled[bin] = height;
      let mine = bin;
      for (let e = start[bin]; e < start[bin + 1]; e++) {
        if (parent[list[e]] < 0) continue;
        const theirs = rootOf(list[e]);
        if (theirs === mine) continue;
        settle(theirs, height);
        settle(mine, height);
        const [large, small] = size[theirs] >= size[mine] ? [theirs, mine] : [mine, theirs];
        parent[small] = large;
        offset[small] = sum[small] - sum[large];
        size[large] += size[small];
        mine = large;
      }
    }
    out.fill(0);
    let largest = 0;
    for (let s = 0; s < sorted.length; s++) {
      const bin = sorted[s];
      let at = bin, score = 0;
      while (parent[at] !== at) {
        score += offset[at];
        at = parent[at];
      }
      score += sum[at] + extent[size[at]] * settled[at];
      out[bin] = score;
      if (score > largest) largest = score;
    }
    return largest;
  };
}

/** Sizes of the clusters of bins above a threshold; 0 for bins below it. Writes per bin and gives back the largest. */
export function makeClusterSizes(neighbours: readonly (readonly number[])[]): (values: Float64Array, threshold: number, out: Int32Array) => number {
  const { start, list } = flat(neighbours);
  const stack = new Int32Array(neighbours.length), members = new Int32Array(neighbours.length);
  return (values, threshold, out) => {
    out.fill(0);
    let largest = 0;
    for (let seed = 0; seed < neighbours.length; seed++) {
      if (out[seed] !== 0 || !(values[seed] > threshold)) continue;
      let open = 0, found = 0;
      stack[open++] = seed;
      out[seed] = -1;
      while (open > 0) {
        const bin = stack[--open];
        members[found++] = bin;
        for (let e = start[bin]; e < start[bin + 1]; e++) {
          const next = list[e];
          if (out[next] === 0 && values[next] > threshold) {
            out[next] = -1;
            stack[open++] = next;
          }
        }
      }
      for (let m = 0; m < found; m++) out[members[m]] = found;
      if (found > largest) largest = found;
    }
    return largest;
  };
}

function flat(neighbours: readonly (readonly number[])[]): { start: Int32Array; list: Int32Array } {
  const start = new Int32Array(neighbours.length + 1);
  neighbours.forEach((of, bin) => { start[bin + 1] = start[bin] + of.length; });
  return { start, list: Int32Array.from(neighbours.flat()) };
}

/**
 * Bins with positive values, highest first. The bin's number rides in the last bits of the value's mantissa, so that
 * numbers alone are sorted, which engines do much faster than with a comparison function; values that differ by less
 * than 2⁻⁴⁰ of themselves may change places, which no score can tell.
 */
function makeDescendingOrder(n: number): (values: Float64Array) => Int32Array {
  const low = (1 << Math.ceil(Math.log2(Math.max(2, n)))) - 1;
  const keys = new Float64Array(n);
  const words = new Int32Array(keys.buffer);
  const lowWord = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 0 : 1;
  const bins = new Int32Array(n);
  return (values) => {
    let count = 0;
    for (let bin = 0; bin < n; bin++) {
      if (!(values[bin] > 0)) continue;
      keys[count] = values[bin];
      words[2 * count + lowWord] = (words[2 * count + lowWord] & ~low) | bin;
      count++;
    }
    keys.subarray(0, count).sort();
    for (let s = 0; s < count; s++) bins[count - 1 - s] = words[2 * s + lowWord] & low;
    return bins.subarray(0, count);
  };
}
