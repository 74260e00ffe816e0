import type { Dims } from '#core/volume/grid.ts';
import type { Plane } from '#core/volume/slice.ts';
import { planeAxes } from '#core/volume/slice.ts';
import type { SliceCounts } from '#core/metrics/overlapCounts.ts';

/** Dice of one slice; null where neither mask meets it. */
export type SliceDice = number | null;

/** Dice per index along k, from counts already made. */
export function diceOfSlices({ truePositives, predictionVoxels, referenceVoxels }: SliceCounts): SliceDice[] {
  return Array.from(truePositives, (both, index) => {
    const size = predictionVoxels[index] + referenceVoxels[index];
    return size === 0 ? null : (2 * both) / size;
  });
}

/** Dice per slice of any plane, by the index along the plane's normal (one more pass over both masks). */
export function sliceDice(prediction: Uint8Array, reference: Uint8Array, dims: Dims, plane: Plane): SliceDice[] {
  return diceOfSlices(sliceCounts(prediction, reference, dims, plane));
}

function sliceCounts(prediction: Uint8Array, reference: Uint8Array, dims: Dims, plane: Plane): SliceCounts {
  const normal = planeAxes(plane)[2];
  const n = dims[normal];
  const counts = { truePositives: new Uint32Array(n), predictionVoxels: new Uint32Array(n), referenceVoxels: new Uint32Array(n) };
  const [nx, ny, nz] = dims;
  let at = 0;
  const index = [0, 0, 0];
  for (index[2] = 0; index[2] < nz; index[2]++) {
    for (index[1] = 0; index[1] < ny; index[1]++) {
      for (index[0] = 0; index[0] < nx; index[0]++, at++) {
        if (prediction[at] + reference[at] === 0) continue;
        const slice = index[normal];
        counts.predictionVoxels[slice] += prediction[at];
        counts.referenceVoxels[slice] += reference[at];
        counts.truePositives[slice] += prediction[at] & reference[at];
      }
    }
  }
  return counts;
}
