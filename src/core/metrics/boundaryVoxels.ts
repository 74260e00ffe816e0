import type { Dims } from '#core/volume/grid.ts';
import { pairedSlices } from '#core/metrics/pairedRows.ts';
import type { SiteLattice } from '#core/metrics/sites.ts';
import { makeSiteList, PREDICTION, REFERENCE } from '#core/metrics/sites.ts';
import type { VoxelBox } from '#core/metrics/voxelBox.ts';
import { boxSize } from '#core/metrics/voxelBox.ts';

/**
 * Boundary voxels of both masks as MONAI and MetricsReloaded take them: voxels of the mask that one erosion by the six
 * face neighbours removes, with background outside the volume. Each weighs 1; distances go from voxel centre to centre.
 */
export function boundaryVoxels(prediction: Uint8Array, reference: Uint8Array, dims: Dims, box: VoxelBox, spacingMm: readonly [number, number, number]): SiteLattice {
  const size = boxSize(box);
  const marks = new Uint8Array(size[0] * size[1] * size[2]);
  const ofPrediction = makeSiteList(), ofReference = makeSiteList();
  const rows = pairedSlices(prediction, reference, dims, box, 3);
  const width = rows.width;
  for (let z = 0; z < size[2]; z++) {
    const below = rows.slice(z).voxels, here = rows.slice(z + 1), above = rows.slice(z + 2).voxels;
    const voxels = here.voxels;
    for (let y = 0; y < size[1]; y++) {
      const start = size[0] * (y + size[1] * z);
      for (let x = here.first[y + 1] - 1; x < here.last[y + 1]; x++) {
        const at = width * (y + 1) + x + 1;
        const all = voxels[at - 1] & voxels[at + 1] & voxels[at - width] & voxels[at + width] & below[at] & above[at];
        const mark = voxels[at] & ~all;
        if (mark === 0) continue;
        marks[start + x] = mark;
        if (mark & PREDICTION) ofPrediction.add(start + x, 0);
        if (mark & REFERENCE) ofReference.add(start + x, 0);
      }
    }
  }
  const one = Float64Array.of(1);
  return { size, marks, spacingMm, origin: box.low, prediction: ofPrediction.finish(one), reference: ofReference.finish(one) };
}
