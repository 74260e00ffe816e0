import type { CroppedPair } from '#core/errormaps/croppedPair.ts';
import type { SiteLattice } from '#core/metrics/sites.ts';
import { surfels } from '#core/metrics/surfels.ts';
import type { Dims } from '#core/volume/grid.ts';

/** Surface elements of both masks of a pair, over the whole of its box. */
export function pairSurfels({ prediction, reference, grid: { dims }, spacingMm }: CroppedPair): SiteLattice {
  return surfels(prediction, reference, dims, { low: [0, 0, 0], high: [dims[0] - 1, dims[1] - 1, dims[2] - 1] }, spacingMm);
}

/** Tells the (up to eight) voxels of the box that meet at each surface element of the reference, by the element's number and the voxel's index. */
export function eachVoxelBeside({ size: [w, h], reference: { index } }: SiteLattice, [nx, ny, nz]: Dims, visit: (element: number, voxel: number) => void): void {
  for (let s = 0; s < index.length; s++) {
    const x = index[s] % w, y = Math.floor(index[s] / w) % h, z = Math.floor(index[s] / (w * h));
    for (let corner = 0; corner < 8; corner++) {
      const i = x - (corner & 1), j = y - ((corner >> 1) & 1), k = z - (corner >> 2);
      if (i >= 0 && j >= 0 && k >= 0 && i < nx && j < ny && k < nz) visit(s, i + nx * (j + ny * k));
    }
  }
}
