import type { Grid, VoxelPoint } from '#core/volume/grid.ts';

/** Centre of a label on the axial slice where it is largest: a good first look. Null where the label does not occur. */
export function placeOfLabel({ dims: [nx, ny, nz] }: Grid, data: ArrayLike<number>, label: number): VoxelPoint | null {
  let best: VoxelPoint | null = null;
  let bestCount = 0;
  for (let k = 0, at = 0; k < nz; k++) {
    let count = 0;
    let sumI = 0;
    let sumJ = 0;
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++, at++) {
        if (data[at] !== label) continue;
        count += 1;
        sumI += i;
        sumJ += j;
      }
    }
    if (count > bestCount) [best, bestCount] = [{ i: Math.round(sumI / count), j: Math.round(sumJ / count), k }, count];
  }
  return best;
}
