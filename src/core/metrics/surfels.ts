import type { Dims } from '#core/volume/grid.ts';
import { pairedSlices } from '#core/metrics/pairedRows.ts';
import type { SiteLattice } from '#core/metrics/sites.ts';
import { makeSiteList, PREDICTION, REFERENCE } from '#core/metrics/sites.ts';
import { surfelAreas } from '#core/metrics/surfelAreas.ts';
import type { VoxelBox } from '#core/metrics/voxelBox.ts';
import { boxSize } from '#core/metrics/voxelBox.ts';

/**
 * Surface elements of both masks on the lattice of voxel corners: a corner is one where its eight voxels are neither all
 * filled nor all empty, and its weight is the area in mm² of that 2×2×2 neighbourhood. What lies outside the volume is
 * background. `box` holds both masks; spacing along i, j, k.
 */
export function surfels(prediction: Uint8Array, reference: Uint8Array, dims: Dims, box: VoxelBox, spacingMm: readonly [number, number, number]): SiteLattice {
  const [bx, by, bz] = boxSize(box);
  const size = [bx + 1, by + 1, bz + 1] as const;
  const marks = new Uint8Array(size[0] * size[1] * size[2]);
  const ofPrediction = makeSiteList(), ofReference = makeSiteList();
  const rows = pairedSlices(prediction, reference, dims, box, 2);
  const width = rows.width;
  for (let z = 0; z < size[2]; z++) {
    const near = rows.slice(z), far = rows.slice(z + 1);
    for (let y = 0; y < size[1]; y++) {
      const first = Math.min(near.first[y], near.first[y + 1], far.first[y], far.first[y + 1]);
      const last = Math.max(near.last[y], near.last[y + 1], far.last[y], far.last[y + 1]);
      const start = size[0] * (y + size[1] * z);
      const a = near.voxels, b = far.voxels;
      const upper = width * y, lower = upper + width;
      // Two bits a voxel, four voxels a column: x−1 … of the neighbourhood is `before`, x is `after`.
      let before = 0;
      for (let x = first - 1; x <= last; x++) {
        const at = x + 1;
        const after = a[upper + at] | (a[lower + at] << 2) | (b[upper + at] << 4) | (b[lower + at] << 6);
        if (after !== before || (after !== 0 && after !== 255 && after !== 0x55 && after !== 0xaa)) {
          const p = (before & 0x55) | ((after & 0x55) << 1);
          const r = ((before >> 1) & 0x55) | (after & 0xaa);
          let mark = 0;
          if (p !== 0 && p !== 255) {
            mark = PREDICTION;
            ofPrediction.add(start + x, p);
          }
          if (r !== 0 && r !== 255) {
            mark |= REFERENCE;
            ofReference.add(start + x, r);
          }
          marks[start + x] = mark;
        }
        before = after;
      }
    }
  }
  const areas = surfelAreas(spacingMm);
  return {
    size, marks, spacingMm,
    origin: [box.low[0] - 0.5, box.low[1] - 0.5, box.low[2] - 0.5],
    prediction: ofPrediction.finish(areas),
    reference: ofReference.finish(areas),
  };
}
