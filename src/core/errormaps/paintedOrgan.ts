import { attemptNow } from '#core/faults.ts';
import type { Result } from '#core/faults.ts';
import { voxelCount } from '#core/volume/grid.ts';
import type { Mask } from '#core/volume/volume.ts';
import { croppedPair } from '#core/errormaps/croppedPair.ts';
import { eachVoxelBeside, pairSurfels } from '#core/errormaps/elementVoxels.ts';
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
    const lattice = pairSurfels(pair);
    const { place } = placedElements(pair, lattice, organFrame(pair.reference, pair.grid), topology);
    const sum = new Uint32Array(nx * ny * nz), count = new Uint16Array(nx * ny * nz);
    const codeOf = Uint8Array.from(lattice.reference.index, (_, s) => codes[binAt(Math.round(place[2 * s]), Math.round(place[2 * s + 1]))]);
    eachVoxelBeside(lattice, pair.grid.dims, (s, at) => {
      if (codeOf[s] === 0) return;
      sum[at] += codeOf[s];
      count[at]++;
    });
    const out = new Uint8Array(voxelCount(organ.grid));
    const [fx, fy] = organ.grid.dims;
    for (let k = 0, at = 0; k < nz; k++) for (let j = 0; j < ny; j++) for (let i = 0; i < nx; i++, at++) {
      if (count[at] > 0) out[i + pair.low[0] + fx * (j + pair.low[1] + fy * (k + pair.low[2]))] = Math.round(sum[at] / count[at]);
    }
    return out;
  });
}
