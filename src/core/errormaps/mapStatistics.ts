import { makeClusterSizes, makeTfce } from '#core/errormaps/tfce.ts';

/** max-t: single bins. tfce: bins by their own height and what joins them. cluster: connected bins above a threshold, by their number. */
export type MapStatistic = 'max-t' | 'tfce' | 'cluster';
export type Sidedness = 'two-sided' | 'greater' | 'less';

/** Gathers the largest value of each statistic over permutations and turns the observed map into p values. */
export interface MapStatistics {
  draw(t: Float64Array): void;
  observed(t: Float64Array): { conclude(tested: Uint8Array): { p: Partial<Record<MapStatistic, Float64Array>>; criticalT: number } };
}

type Score = (t: Float64Array, out: Float64Array) => number;

export function makeStatistics(neighbours: readonly (readonly number[])[], wanted: readonly MapStatistic[], sided: Sidedness, clusterT: number): MapStatistics {
  const bins = neighbours.length;
  const sizes = makeClusterSizes(neighbours), sizesOut = new Int32Array(bins);
  const scores: Record<MapStatistic, Score> = {
    'max-t': (t, out) => {
      let largest = 0;
      for (let bin = 0; bin < bins; bin++) {
        out[bin] = Math.max(0, t[bin]);
        if (t[bin] > largest) largest = t[bin];
      }
      return largest;
    },
    'tfce': makeTfce(neighbours),
    'cluster': (t, out) => {
      const largest = sizes(t, clusterT, sizesOut);
      for (let bin = 0; bin < bins; bin++) out[bin] = sizesOut[bin];
      return largest;
    },
  };
  const names = [...new Set<MapStatistic>(['max-t', ...wanted])];
  const flipped = new Float64Array(bins), scratch = new Float64Array(bins), other = new Float64Array(bins);
  const oneSided = (score: Score, t: Float64Array, out: Float64Array): number => {
    if (sided === 'greater') return score(t, out);
    for (let bin = 0; bin < bins; bin++) flipped[bin] = -t[bin];
    return score(flipped, out);
  };
  /** Scores on the side, or on both sides (a bin is above or below 0, never both). */
  const onSides = (score: Score, t: Float64Array, out: Float64Array): number => {
    if (sided !== 'two-sided') return oneSided(score, t, out);
    const above = score(t, out);
    const below = oneSided(score, t, other);
    for (let bin = 0; bin < bins; bin++) if (other[bin] > out[bin]) out[bin] = other[bin];
    return Math.max(above, below);
  };
  const largest = names.map((): number[] => []);
  return {
    draw(t) {
      names.forEach((name, n) => { largest[n].push(onSides(scores[name], t, scratch)); });
    },
    observed(t) {
      const own = names.map((name) => {
        const out = new Float64Array(bins);
        onSides(scores[name], t, out);
        return out;
      });
      return {
        conclude(tested) {
          const p: Partial<Record<MapStatistic, Float64Array>> = {};
          names.forEach((name, n) => {
            const drawn = Float64Array.from(largest[n]).sort();
            p[name] = own[n].map((score, bin) => (tested[bin] === 1 && score > 0 ? (1 + countAtLeast(drawn, score * (1 - 1e-12))) / (1 + drawn.length) : 1));
          });
          const ofT = Float64Array.from(largest[0]).sort();
          const place = Math.ceil(0.95 * (ofT.length + 1)) - 1;
          return { p, criticalT: place < ofT.length ? ofT[place] : Infinity };
        },
      };
    },
  };
}

/** How many of the ascending values are at least this. */
function countAtLeast(ascending: Float64Array, value: number): number {
  let low = 0, high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] >= value) high = middle;
    else low = middle + 1;
  }
  return ascending.length - low;
}
