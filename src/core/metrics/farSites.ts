import { squaredLength } from '#core/metrics/offsetShells.ts';
import type { SiteLattice, Sites } from '#core/metrics/sites.ts';

/** Exact nearest sites at any distance. */
export interface FarSites {
  /**
   * Squared distance in mm² from a lattice point to the nearest site. `boundSquared` must not be less than that of
   * some site (Infinity where nothing is known); the tighter, the faster.
   */
  nearestSquared(x: number, y: number, z: number, boundSquared: number): number;
}

/** Buckets of 8³ lattice points in blocks of 32³, each with the tight box of its sites. */
const BUCKET_SHIFT = 3;
const BLOCK_SHIFT = 2;

/**
 * A two-level bucket grid over sites. A distance transform would cost 8 bytes for every voxel between the masks; this
 * costs memory by site, and whole blocks fall away by the distance to their box. Bounds are rounded like the distances
 * themselves (both are monotone sums of rounded squares), so no nearest site is missed by rounding.
 */
export function makeFarSites({ size, spacingMm }: SiteLattice, sites: Sites): FarSites {
  const [w, h] = size;
  const [sx, sy, sz] = spacingMm;
  const n = sites.index.length;
  const bucketsX = (size[0] >> BUCKET_SHIFT) + 1, bucketsY = (size[1] >> BUCKET_SHIFT) + 1;
  const blocksX = (bucketsX >> BLOCK_SHIFT) + 1, blocksY = (bucketsY >> BLOCK_SHIFT) + 1;
  const inBlock = 1 << (3 * BLOCK_SHIFT);
  const low = (1 << BLOCK_SHIFT) - 1;
  const keyOf = (x: number, y: number, z: number): number => {
    const [bx, by, bz] = [x >> BUCKET_SHIFT, y >> BUCKET_SHIFT, z >> BUCKET_SHIFT];
    const block = (bx >> BLOCK_SHIFT) + blocksX * ((by >> BLOCK_SHIFT) + blocksY * (bz >> BLOCK_SHIFT));
    return block * inBlock + (bx & low) + ((by & low) << BLOCK_SHIFT) + ((bz & low) << (2 * BLOCK_SHIFT));
  };
  const keys = new Int32Array(n);
  const keyCount = keyOf(size[0] - 1, size[1] - 1, size[2] - 1) + inBlock;
  const seat = new Int32Array(keyCount + 1);
  for (let s = 0; s < n; s++) {
    const at = sites.index[s];
    keys[s] = keyOf(at % w, Math.floor(at / w) % h, Math.floor(at / (w * h)));
    seat[keys[s] + 1]++;
  }
  for (let key = 0; key < keyCount; key++) seat[key + 1] += seat[key];
  const points = new Int32Array(3 * n), sortedKeys = new Int32Array(n);
  for (let s = 0; s < n; s++) {
    const at = sites.index[s], to = seat[keys[s]]++;
    sortedKeys[to] = keys[s];
    points[3 * to] = at % w;
    points[3 * to + 1] = Math.floor(at / w) % h;
    points[3 * to + 2] = Math.floor(at / (w * h));
  }
  const buckets = boxesOfRuns(points, runs(n, (at) => sortedKeys[at]));
  const blocks = boxesOfRuns(points, runs(n, (at) => Math.floor(sortedKeys[at] / inBlock)));
  // First bucket of each block, by the first site of both.
  const firstBucket = new Int32Array(blocks.count + 1);
  for (let block = 0, bucket = 0; block < blocks.count; block++) {
    while (buckets.start[bucket] < blocks.start[block]) bucket++;
    firstBucket[block] = bucket;
  }
  firstBucket[blocks.count] = buckets.count;

  const toBox = (boxes: Int32Array, at: number, x: number, y: number, z: number): number => {
    const dx = Math.max(boxes[at] - x, x - boxes[at + 3], 0);
    const dy = Math.max(boxes[at + 1] - y, y - boxes[at + 4], 0);
    const dz = Math.max(boxes[at + 2] - z, z - boxes[at + 5], 0);
    return squaredLength(dx * sx, dy * sy, dz * sz);
  };
  return {
    nearestSquared(x, y, z, boundSquared) {
      let best = boundSquared;
      for (let block = 0; block < blocks.count; block++) {
        if (toBox(blocks.box, 6 * block, x, y, z) > best) continue;
        for (let bucket = firstBucket[block]; bucket < firstBucket[block + 1]; bucket++) {
          if (toBox(buckets.box, 6 * bucket, x, y, z) > best) continue;
          for (let at = 3 * buckets.start[bucket]; at < 3 * buckets.start[bucket + 1]; at += 3) {
            const squared = squaredLength((points[at] - x) * sx, (points[at + 1] - y) * sy, (points[at + 2] - z) * sz);
            if (squared < best) best = squared;
          }
        }
      }
      return best;
    },
  };
}

/** Starts of the runs of equal keys, and the end. */
function runs(n: number, keyAt: (at: number) => number): Int32Array {
  const starts: number[] = [];
  for (let at = 0; at < n; at++) if (at === 0 || keyAt(at) !== keyAt(at - 1)) starts.push(at);
  starts.push(n);
  return Int32Array.from(starts);
}

function boxesOfRuns(points: Int32Array, start: Int32Array): { count: number; start: Int32Array; box: Int32Array } {
  const count = start.length - 1;
  const box = new Int32Array(6 * count);
  for (let run = 0; run < count; run++) {
    for (let axis = 0; axis < 3; axis++) {
      let low = Infinity, high = -Infinity;
      for (let at = 3 * start[run] + axis; at < 3 * start[run + 1]; at += 3) {
        low = Math.min(low, points[at]);
        high = Math.max(high, points[at]);
      }
      box[6 * run + axis] = low;
      box[6 * run + 3 + axis] = high;
    }
  }
  return { count, start, box };
}
