import type { BinTopology } from '#core/errormaps/surfaceBins.ts';
import { binAt, binNeighbours, BINS, COLUMNS, ROWS } from '#core/errormaps/surfaceBins.ts';

export interface Gathering {
  readonly topology: BinTopology;
  /** Fractional row and column of each surface element, pairwise. */
  readonly place: Float64Array;
  readonly areaMm2: Float64Array;
  /** 1 where the element lies on the edge of the image. */
  readonly edges: Uint8Array;
  /** One value per element each. */
  readonly columns: readonly Float64Array[];
}

export interface GatheredBins {
  readonly values: readonly Float32Array[];
  readonly weightMm2: Float32Array;
  /** 0 measured, 1 filled from neighbours, 2 masked. */
  readonly state: Uint8Array;
}

/** A bin of which more than this share lies on the edge of the image is masked. */
const MOST_EDGE = 0.2;

/**
 * Area-weighted means per bin. Each element counts in the four bins around it by how near it is (as in bilinear
 * interpolation), so that maps do not jump when an element crosses a border. Bins without surface take the mean of their
 * neighbours, ring after ring, with weight 0.
 */
export function gatherBins({ topology, place, areaMm2, edges, columns }: Gathering): GatheredBins {
  const weight = new Float64Array(BINS), edgeWeight = new Float64Array(BINS);
  const sums = columns.map(() => new Float64Array(BINS));
  for (let s = 0; s < areaMm2.length; s++) {
    const row = Math.floor(place[2 * s]), column = Math.floor(place[2 * s + 1]);
    const down = place[2 * s] - row, across = place[2 * s + 1] - column;
    for (let n = 0; n < 4; n++) {
      const share = areaMm2[s] * (n & 1 ? across : 1 - across) * (n & 2 ? down : 1 - down);
      const bin = around(row + (n >> 1), column + (n & 1), topology);
      if (edges[s] === 1) {
        edgeWeight[bin] += share;
        continue;
      }
      weight[bin] += share;
      for (let c = 0; c < sums.length; c++) sums[c][bin] += share * columns[c][s];
    }
  }
  const state = Uint8Array.from(weight, (w, bin) => (edgeWeight[bin] > MOST_EDGE * (w + edgeWeight[bin]) ? 2 : w > 0 ? 0 : 1));
  for (let bin = 0; bin < BINS; bin++) for (const column of sums) column[bin] = state[bin] === 0 ? column[bin] / weight[bin] : Number.NaN;
  fill(sums, state, binNeighbours(topology));
  return {
    values: sums.map((column) => Float32Array.from(column)),
    weightMm2: Float32Array.from(weight, (w, bin) => (state[bin] === 0 ? w : 0)),
    state,
  };
}

/** Over a pole of a sphere an element counts on the other side; at the ends of a tube in the last row. */
function around(row: number, column: number, topology: BinTopology): number {
  const over = row < 0 || row >= ROWS;
  return binAt(row, over && topology === 'sphere' ? column + COLUMNS / 2 : column);
}

function fill(sums: readonly Float64Array[], state: Uint8Array, neighbours: readonly (readonly number[])[]): void {
  const known = Uint8Array.from(state, (it) => (it === 0 ? 1 : 0));
  for (let open = 1; open > 0;) {
    open = 0;
    const ready: { bin: number; from: number[] }[] = [];
    for (let bin = 0; bin < BINS; bin++) {
      if (known[bin] === 1 || state[bin] === 2) continue;
      const from = neighbours[bin].filter((it) => known[it] === 1);
      if (from.length > 0) ready.push({ bin, from });
    }
    for (const { bin, from } of ready) {
      for (const column of sums) column[bin] = from.reduce((sum, it) => sum + column[it], 0) / from.length;
      known[bin] = 1;
      open++;
    }
  }
  // What only masked bins surround has no neighbour to take from.
  for (let bin = 0; bin < BINS; bin++) if (known[bin] === 0) state[bin] = 2;
}
