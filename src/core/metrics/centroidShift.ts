import type { WorldPoint } from '#core/volume/grid.ts';
import type { Mask } from '#core/volume/volume.ts';
import { voxelToWorld } from '#core/volume/world.ts';
import type { VoxelBox } from '#core/metrics/voxelBox.ts';

/** From the reference's centre of mass to the prediction's, in patient axes (RAS, mm). */
export interface CentroidShift {
  readonly byMm: WorldPoint;
  readonly lengthMm: number;
}

/** null where either mask is empty. `box` holds both. */
export function centroidShift(prediction: Mask, reference: Mask, box: VoxelBox): CentroidShift | null {
  const from = centroid(reference, box), to = centroid(prediction, box);
  if (!from || !to) return null;
  const byMm = { x: to.x - from.x, y: to.y - from.y, z: to.z - from.z };
  return { byMm, lengthMm: Math.hypot(byMm.x, byMm.y, byMm.z) };
}

/** Centre of mass in the patient; undefined for an empty mask. */
export function centroid({ grid, data }: Mask, { low, high }: VoxelBox): WorldPoint | undefined {
  const [nx, ny] = grid.dims;
  let count = 0, sumI = 0, sumJ = 0, sumK = 0;
  for (let k = low[2]; k <= high[2]; k++) {
    for (let j = low[1]; j <= high[1]; j++) {
      const row = nx * (j + ny * k);
      let inRow = 0;
      for (let i = low[0]; i <= high[0]; i++) {
        if (data[row + i] === 0) continue;
        inRow++;
        sumI += i;
      }
      count += inRow;
      sumJ += j * inRow;
      sumK += k * inRow;
    }
  }
  return count === 0 ? undefined : voxelToWorld(grid, { i: sumI / count, j: sumJ / count, k: sumK / count });
}
