import { inverse, multiply } from '#core/volume/affine.ts';
import type { Grid } from '#core/volume/grid.ts';
import { voxelCount } from '#core/volume/grid.ts';
import type { VoxelArray } from '#core/volume/volume.ts';

export interface Sampled<T extends VoxelArray> { readonly grid: Grid; readonly data: T }

/** The value of the nearest voxel at each voxel of `target`; `outside` where the source has none. */
export function resampleNearest<T extends VoxelArray>(source: Sampled<T>, target: Grid, outside = 0): T {
  const Type = source.data.constructor as new (length: number) => T;
  const out = new Type(voxelCount(target));
  const m = multiply(inverse(source.grid.affine), target.affine);
  const [sx, sy, sz] = source.grid.dims;
  const [nx, ny, nz] = target.dims;
  const { data } = source;
  let o = 0;
  for (let k = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      const x0 = m[1] * j + m[2] * k + m[3], y0 = m[5] * j + m[6] * k + m[7], z0 = m[9] * j + m[10] * k + m[11];
      for (let i = 0; i < nx; i++) {
        const x = Math.round(m[0] * i + x0), y = Math.round(m[4] * i + y0), z = Math.round(m[8] * i + z0);
        const inside = x >= 0 && y >= 0 && z >= 0 && x < sx && y < sy && z < sz;
        out[o++] = inside ? data[x + sx * (y + sy * z)] : outside;
      }
    }
  }
  return out;
}

/**
 * Trilinear values at each voxel of `target`. Half a voxel beyond the outermost centres still counts as inside and
 * takes the border's value; further out is `outside`.
 */
export function resampleLinear(source: Sampled<VoxelArray>, target: Grid, outside = 0): Float32Array {
  const out = new Float32Array(voxelCount(target));
  const m = multiply(inverse(source.grid.affine), target.affine);
  const [sx, sy, sz] = source.grid.dims;
  const [nx, ny, nz] = target.dims;
  const { data } = source;
  // Rounding in the product of two affines must not push a border voxel outside.
  const margin = 0.5 + 1e-6;
  let o = 0;
  for (let k = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      const x0 = m[1] * j + m[2] * k + m[3], y0 = m[5] * j + m[6] * k + m[7], z0 = m[9] * j + m[10] * k + m[11];
      for (let i = 0; i < nx; i++, o++) {
        let x = m[0] * i + x0, y = m[4] * i + y0, z = m[8] * i + z0;
        if (!(x >= -margin && y >= -margin && z >= -margin && x <= sx - 1 + margin && y <= sy - 1 + margin && z <= sz - 1 + margin)) {
          out[o] = outside;
          continue;
        }
        x = x < 0 ? 0 : x > sx - 1 ? sx - 1 : x;
        y = y < 0 ? 0 : y > sy - 1 ? sy - 1 : y;
        z = z < 0 ? 0 : z > sz - 1 ? sz - 1 : z;
        const xi = Math.floor(x), yi = Math.floor(y), zi = Math.floor(z);
        const fx = x - xi, fy = y - yi, fz = z - zi;
        const dx = xi < sx - 1 ? 1 : 0, dy = yi < sy - 1 ? sx : 0, dz = zi < sz - 1 ? sx * sy : 0;
        const at = xi + sx * (yi + sy * zi);
        const a = data[at] + fx * (data[at + dx] - data[at]);
        const b = data[at + dy] + fx * (data[at + dy + dx] - data[at + dy]);
        const c = data[at + dz] + fx * (data[at + dz + dx] - data[at + dz]);
        const d = data[at + dz + dy] + fx * (data[at + dz + dy + dx] - data[at + dz + dy]);
        const front = a + fy * (b - a), back = c + fy * (d - c);
        out[o] = front + fz * (back - front);
      }
    }
  }
  return out;
}
