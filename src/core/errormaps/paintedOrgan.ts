import { attemptNow } from '#core/faults.ts';
import type { Result } from '#core/faults.ts';
import { surfels } from '#core/metrics/surfels.ts';
import { voxelCount } from '#core/volume/grid.ts';
import type { Mask } from '#core/volume/volume.ts';
import { croppedPair } from '#core/errormaps/croppedPair.ts';
import { organFrame } from '#core/errormaps/organFrame.ts';
import type { BinTopology } from '#core/errormaps/surfaceBins.ts';
import { binAt } from '#core/errormaps/surfaceBins.ts';
import { placedElements } from '#core/errormaps/surfaceMap.ts';

/**
 * A map of a group laid back on one organ: each voxel on either side of its surface gets the code of the bin it lies in
 * (the mean, rounded, where several bins meet), 0 elsewhere. `codes` has one code (1 to 255) a bin, 0 where the map has
 * no value. On the mask's grid, x fastest. Fails as surfaceMap does.
 */
export function paintedOrgan(organ: Mask, topology: BinTopology, codes: Uint8Array): Result<Uint8Array<ArrayBuffer>> {
  return attemptNow(() => {
    const pair = croppedPair(organ, organ);
    const [nx, ny, nz] = pair.grid.dims;
    const lattice = surfels(pair.prediction, pair.reference, pair.grid.dims, { low: [0, 0, 0], high: [nx - 1, ny - 1, nz - 1] }, pair.spacingMm);
    const { place } = placedElements(pair, lattice, organFrame(pair.reference, pair.grid), topology);
    const sum = new Uint32Array(nx * ny * nz), count = new Uint16Array(nx * ny * nz);
    const { size: [w, h], reference: { index } } = lattice;
    for (let s = 0; s < index.length; s++) {
      const code = codes[binAt(Math.round(place[2 * s]), Math.round(place[2 * s + 1]))];
      if (code === 0) continue;
      const x = index[s] % w, y = Math.floor(index[s] / w) % h, z = Math.floor(index[s] / (w * h));
      for (let corner = 0; corner < 8; corner++) {
        const i = x - (corner & 1), j = y - ((corner >> 1) & 1), k = z - (corner >> 2);
        if (i < 0 || j < 0 || k < 0 || i >= nx || j >= ny || k >= nz) continue;
        const at = i + nx * (j + ny * k);
        sum[at] += code;
        count[at]++;
      }
    }
    const out = new Uint8Array(voxelCount(organ.grid));
    const [fx, fy] = organ.grid.dims;
    for (let k = 0, at = 0; k < nz; k++) for (let j = 0; j < ny; j++) for (let i = 0; i < nx; i++, at++) {
      if (count[at] > 0) out[i + pair.low[0] + fx * (j + pair.low[1] + fy * (k + pair.low[2]))] = Math.round(sum[at] / count[at]);
    }
    return out;
  });
}
