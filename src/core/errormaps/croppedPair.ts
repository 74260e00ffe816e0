import { FaultError } from '#core/faults.ts';
import { gridDifference, isSameGrid } from '#core/volume/alignMask.ts';
import { multiply } from '#core/volume/affine.ts';
import { spacingMm, voxelCount } from '#core/volume/grid.ts';
import type { Dims, Grid } from '#core/volume/grid.ts';
import type { Mask } from '#core/volume/volume.ts';
import { components } from '#core/volume/components.ts';
import { overlapCounts } from '#core/metrics/overlapCounts.ts';
import type { OverlapCounts } from '#core/metrics/overlapCounts.ts';

/** Both masks cut to the box around them, and what of that box is the edge of the image. */
export interface CroppedPair {
  readonly prediction: Uint8Array;
  readonly reference: Uint8Array;
  readonly grid: Grid;
  readonly spacingMm: readonly [number, number, number];
  /** Whether the box ends where the image ends: low and high face along i, j, k. */
  readonly atEdge: readonly boolean[];
  /** The box's first voxel in the masks. */
  readonly low: Dims;
}

export interface OnePiece extends CroppedPair {
  /** Pieces of the reference beside the largest one, as a share of its voxels. */
  readonly strayShare: number;
}

/** Fewer voxels than this say nothing about where on the surface an error lies. */
const FEWEST_VOXELS = 50;
/** A second piece of more than this share makes directions from the centre meaningless. */
const MOST_STRAY = 0.05;
/** A prediction that fills this share of the image is no prediction of an organ. */
const FILLS = 0.9;

/**
 * Cuts the pair to its box, and refuses what no map of an organ can be made of: the faults of cutPair and
 * map-organ-in-pieces.
 */
export function croppedPair(prediction: Mask, reference: Mask): OnePiece {
  const pair = cutPair(prediction, reference);
  return { ...pair, strayShare: strayShare(...coarser(pair.reference, pair.grid.dims, pair.spacingMm)) };
}

/** Cuts the pair to its box, or says why not: map-organ-absent, map-organ-tiny, map-prediction-empty, map-prediction-fills, mask-grid-mismatch. */
export function cutPair(prediction: Mask, reference: Mask): CroppedPair {
  if (!isSameGrid(reference.grid, prediction.grid)) throw new FaultError('mask-grid-mismatch', { came: gridDifference(reference.grid, prediction.grid) });
  const counts = overlapCounts(prediction.data, reference.data, reference.grid.dims);
  refuseHopeless(counts, voxelCount(reference.grid));
  const box = counts.box ?? { low: [0, 0, 0], high: [0, 0, 0] };
  const [nx, ny, nz] = reference.grid.dims;
  const dims: Dims = [box.high[0] - box.low[0] + 1, box.high[1] - box.low[1] + 1, box.high[2] - box.low[2] + 1];
  const cut = (from: Uint8Array) => {
    const to = new Uint8Array(dims[0] * dims[1] * dims[2]);
    for (let k = 0; k < dims[2]; k++) {
      for (let j = 0; j < dims[1]; j++) {
        const start = box.low[0] + nx * (box.low[1] + j + ny * (box.low[2] + k));
        to.set(from.subarray(start, start + dims[0]), dims[0] * (j + dims[1] * k));
      }
    }
    return to;
  };
  return {
    prediction: cut(prediction.data), reference: cut(reference.data), low: box.low,
    grid: { dims, affine: multiply(reference.grid.affine, [1, 0, 0, box.low[0], 0, 1, 0, box.low[1], 0, 0, 1, box.low[2], 0, 0, 0, 1]) },
    spacingMm: spacingMm(reference.grid),
    atEdge: [box.low[0] === 0, box.high[0] === nx - 1, box.low[1] === 0, box.high[1] === ny - 1, box.low[2] === 0, box.high[2] === nz - 1],
  };
}

function refuseHopeless({ referenceVoxels, predictionVoxels }: OverlapCounts, voxels: number): void {
  if (referenceVoxels === 0) throw new FaultError('map-organ-absent');
  if (referenceVoxels < FEWEST_VOXELS) throw new FaultError('map-organ-tiny', { expected: `at least ${FEWEST_VOXELS} voxels`, came: `${referenceVoxels}` });
  if (predictionVoxels === 0) throw new FaultError('map-prediction-empty');
  if (predictionVoxels >= FILLS * voxels) throw new FaultError('map-prediction-fills', { came: `${Math.round((100 * predictionVoxels) / voxels)} % of all voxels` });
}

/** Cells of at most 2 mm, filled where a voxel is: pieces show as well there, and are found eight times sooner. */
function coarser(mask: Uint8Array, [nx, ny, nz]: Dims, spacing: readonly [number, number, number]): [Uint8Array, Dims] {
  const [fx, fy, fz] = spacing.map((mm) => Math.max(1, Math.floor(2 / mm)));
  const dims: Dims = [Math.ceil(nx / fx), Math.ceil(ny / fy), Math.ceil(nz / fz)];
  const out = new Uint8Array(dims[0] * dims[1] * dims[2]);
  const column = Int32Array.from({ length: nx }, (_, i) => Math.floor(i / fx));
  for (let k = 0, at = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      const row = dims[0] * (Math.floor(j / fy) + dims[1] * Math.floor(k / fz));
      for (let i = 0; i < nx; i++, at++) if (mask[at] === 1) out[row + column[i]] = 1;
    }
  }
  return [out, dims];
}

function strayShare(reference: Uint8Array, dims: Dims): number {
  const sizes = components(reference, dims, 'corner').sizes;
  const largest = sizes.reduce((a, b) => Math.max(a, b), 0);
  const second = sizes.reduce((most, size) => (size < largest ? Math.max(most, size) : most), sizes.filter((size) => size === largest).length > 1 ? largest : 0);
  if (second > MOST_STRAY * largest) {
    throw new FaultError('map-organ-in-pieces', { expected: 'one piece', came: `a second piece of ${Math.round((100 * second) / largest)} % of the largest` });
  }
  return sizes.reduce((sum, size) => sum + size, -largest) / largest;
}
