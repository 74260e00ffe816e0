import type { Dims } from '#core/volume/grid.ts';

/** A smooth surface near a corner of the voxel lattice: its outward normal (unit, in mm along i, j, k) and how far outside it the corner lies. */
export interface LocalSurface { nx: number; ny: number; nz: number; heightMm: number }

/** Weights of the four voxel centres around a corner along one axis, and of their slope; variance in voxels². */
const BLUR = [1 / 8, 3 / 8, 3 / 8, 1 / 8] as const;
const SLOPE = [-1 / 6, -1 / 2, 1 / 2, 1 / 6] as const;
const BLUR_VARIANCE = 0.75;

/**
 * Reads a smooth surface out of a binary mask: the 4×4×4 voxels around a corner are blurred; the slope gives the normal,
 * and the blurred value the height, as a blurred plane would have it. So positions are finer than the lattice.
 * `at` takes lattice corners (corner x lies between voxels x − 1 and x) and writes into `out`.
 */
export function localSurfaces(mask: Uint8Array, [nx, ny, nz]: Dims, [sx, sy, sz]: readonly [number, number, number]) {
  const wx = nx + 4, wy = ny + 4;
  const padded = new Uint8Array(wx * wy * (nz + 4));
  for (let k = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) padded.set(mask.subarray(nx * (j + ny * k), nx * (j + 1 + ny * k)), 2 + wx * (j + 2 + wy * (k + 2)));
  }
  return (x: number, y: number, z: number, out: LocalSurface): void => {
    let value = 0, gx = 0, gy = 0, gz = 0;
    for (let c = 0; c < 4; c++) {
      for (let b = 0; b < 4; b++) {
        const row = x + wx * (y + b + wy * (z + c));
        const m0 = padded[row], m1 = padded[row + 1], m2 = padded[row + 2], m3 = padded[row + 3];
        const blurred = BLUR[0] * (m0 + m3) + BLUR[1] * (m1 + m2);
        value += blurred * BLUR[b] * BLUR[c];
        gx += (SLOPE[3] * (m3 - m0) + SLOPE[2] * (m2 - m1)) * BLUR[b] * BLUR[c];
        gy += blurred * SLOPE[b] * BLUR[c];
        gz += blurred * BLUR[b] * SLOPE[c];
      }
    }
    gx /= -sx;
    gy /= -sy;
    gz /= -sz;
    const length = Math.sqrt(gx * gx + gy * gy + gz * gz);
    if (length < 1e-12) {
      out.nx = out.ny = out.nz = out.heightMm = 0;
      return;
    }
    out.nx = gx / length;
    out.ny = gy / length;
    out.nz = gz / length;
    const spreadMm = Math.sqrt(BLUR_VARIANCE * ((out.nx * sx) ** 2 + (out.ny * sy) ** 2 + (out.nz * sz) ** 2));
    out.heightMm = -spreadMm * probit(value);
  };
}

/** Normal quantile to 0.01 by Tukey's lambda, which is enough here and ends at ±5. */
function probit(p: number): number {
  const low = Math.min(1, Math.max(0, p));
  return (low ** 0.135 - (1 - low) ** 0.135) / 0.1975;
}
