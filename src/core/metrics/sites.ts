/**
 * Sites: points of a regular lattice where a surface passes, each with a weight. Surface elements sit on the lattice of
 * voxel corners and weigh their area; boundary voxels sit on voxel centres and weigh 1. Both families of surface
 * metrics search and sum them in the same way.
 */
export interface SiteLattice {
  /** Points along x, y, z; index = x + w·(y + h·z). */
  readonly size: readonly [w: number, h: number, d: number];
  /** Voxel coordinates (i, j, k) of lattice point (0, 0, 0). */
  readonly origin: readonly [number, number, number];
  readonly spacingMm: readonly [number, number, number];
  /** Per lattice point: PREDICTION and REFERENCE bits. */
  readonly marks: Uint8Array;
  readonly prediction: Sites;
  readonly reference: Sites;
}

export interface Sites {
  /** Lattice indices, ascending. */
  readonly index: Int32Array;
  /** Which of the weights each site has. */
  readonly kind: Uint8Array;
  /** The weights that occur, ascending. */
  readonly weightOfKind: Float64Array;
}

export const PREDICTION = 1;
export const REFERENCE = 2;
export type Side = typeof PREDICTION | typeof REFERENCE;

/** Collects sites whose number is not known beforehand. */
export interface SiteList {
  add(index: number, kind: number): void;
  /** The sites, with weights looked up by kind; kinds of equal weight are made one. */
  finish(weightOfKind: Float64Array): Sites;
}

export function makeSiteList(): SiteList {
  let index = new Int32Array(4096);
  let kinds = new Uint8Array(4096);
  let count = 0;
  return {
    add(at, kind) {
      if (count === index.length) {
        const wider = new Int32Array(2 * count);
        wider.set(index);
        index = wider;
        const widerKinds = new Uint8Array(2 * count);
        widerKinds.set(kinds);
        kinds = widerKinds;
      }
      index[count] = at;
      kinds[count++] = kind;
    },
    finish(weightOfKind) {
      const weights = Float64Array.from(new Set(weightOfKind)).sort();
      const rank = Uint8Array.from(weightOfKind, (weight) => weights.indexOf(weight));
      const kind = new Uint8Array(count);
      for (let n = 0; n < count; n++) kind[n] = rank[kinds[n]];
      return { index: index.slice(0, count), kind, weightOfKind: weights };
    },
  };
}
