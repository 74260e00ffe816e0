import type { FarSites } from '#core/metrics/farSites.ts';
import { makeFarSites } from '#core/metrics/farSites.ts';
import { offsetShells } from '#core/metrics/offsetShells.ts';
import type { SiteLattice } from '#core/metrics/sites.ts';
import { PREDICTION } from '#core/metrics/sites.ts';
import type { CroppedPair } from '#core/errormaps/croppedPair.ts';
import type { LocalSurface } from '#core/errormaps/localSurface.ts';
import { localSurfaces } from '#core/errormaps/localSurface.ts';

/** Nearest elements that lie further aside than this from the line of sight are an edge, not a plane below. */
const MOST_ASIDE_VOXELS = 1.5;

/**
 * By how many mm the predicted surface lies outside (positive) or inside the reference's surface, at each surface element
 * of the reference.
 *
 * The nearest predicted element says where the other surface is; distances between elements alone are whole steps of the
 * lattice, too coarse for a map. So the distance is taken to the plane of the smooth surface there, and both elements'
 * own heights above their smooth surfaces are allowed for. Elements at equal distance count alike, so that the order of
 * the array does not matter. Where the nearest element lies aside (a piece is missing) the plain distance counts.
 */
export function signedDisplacement({ prediction, reference, grid, spacingMm }: CroppedPair, lattice: SiteLattice): Float64Array {
  const [sx, sy, sz] = spacingMm;
  const [nx, ny, nz] = grid.dims;
  const { marks, size: [w, h, d] } = lattice;
  const { dx, dy, dz, lengthMm } = offsetShells(spacingMm, 2000);
  const jump = Int32Array.from(dx, (step, n) => step + w * (dy[n] + h * dz[n]));
  const ofPrediction = localSurfaces(prediction, grid.dims, spacingMm);
  const ofReference = localSurfaces(reference, grid.dims, spacingMm);
  const here: LocalSurface = { nx: 0, ny: 0, nz: 0, heightMm: 0 }, there: LocalSurface = { nx: 0, ny: 0, nz: 0, heightMm: 0 };
  const asideMm = MOST_ASIDE_VOXELS * Math.max(sx, sy, sz);
  let far: FarSites | undefined;

  /** How far outside the predicted surface the element lies, seen from the predicted element that lies n offsets away. */
  const heightAbove = (x: number, y: number, z: number, n: number): number => {
    ofPrediction(x + dx[n], y + dy[n], z + dz[n], there);
    const along = -(dx[n] * sx * there.nx + dy[n] * sy * there.ny + dz[n] * sz * there.nz);
    const aside = Math.sqrt(Math.max(0, lengthMm[n] ** 2 - along * along));
    if (aside <= asideMm + 0.3 * Math.abs(along)) return along + there.heightMm;
    return isInside(x, y, z) ? -lengthMm[n] : lengthMm[n];
  };
  const isInside = (x: number, y: number, z: number): boolean => {
    let filled = 0;
    for (let corner = 0; corner < 8; corner++) {
      const i = x - (corner & 1), j = y - ((corner >> 1) & 1), k = z - (corner >> 2);
      if (i >= 0 && j >= 0 && k >= 0 && i < nx && j < ny && k < nz) filled += prediction[i + nx * (j + ny * k)];
    }
    return filled >= 4;
  };

  return Float64Array.from(lattice.reference.index, (at) => {
    const z = Math.floor(at / (w * h)), y = Math.floor(at / w) % h, x = at % w;
    let sum = 0, hits = 0, within = Infinity;
    for (let n = 0; n < jump.length && lengthMm[n] <= within; n++) {
      if (x + dx[n] < 0 || y + dy[n] < 0 || z + dz[n] < 0 || x + dx[n] >= w || y + dy[n] >= h || z + dz[n] >= d) continue;
      if ((marks[at + jump[n]] & PREDICTION) === 0) continue;
      sum += heightAbove(x, y, z, n);
      hits++;
      within = lengthMm[n] * (1 + 1e-9);
    }
    if (hits === 0) {
      far ??= makeFarSites(lattice, lattice.prediction);
      const distance = Math.sqrt(far.nearestSquared(x, y, z, Infinity));
      return isInside(x, y, z) ? distance : -distance;
    }
    ofReference(x, y, z, here);
    return here.heightMm - sum / hits;
  });
}
