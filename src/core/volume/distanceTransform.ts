import type { Dims } from '#core/volume/grid.ts';

/**
 * Squared distance in mm² from each voxel to the nearest zero voxel's centre, exact, for anisotropic spacing; a slice
 * is an array with nz = 1. Outside the array counts as nothing; where there is no zero voxel at all every distance is
 * Infinity.
 *
 * Separable lower envelope of parabolas (Felzenszwalb & Huttenlocher, Theory of Computing 8, 2012; Meijster et al.,
 * 2000) over squared sums formed as ((dx·sx)² + (dy·sy)²) + (dz·sz)², so that results are the same doubles as scipy's.
 */
export function squaredDistanceTransform(mask: Uint8Array, dims: Dims, spacingMm: readonly [number, number, number]): Float64Array {
  const [nx, ny, nz] = dims;
  const out = new Float64Array(mask.length);
  rows(mask, out, nx, spacingMm[0]);
  const line = makeLine(Math.max(ny, nz));
  if (ny > 1) {
    for (let k = 0; k < nz; k++) for (let i = 0; i < nx; i++) envelope(out, i + nx * ny * k, nx, ny, spacingMm[1], line);
  }
  if (nz > 1) {
    for (let at = 0; at < nx * ny; at++) envelope(out, at, nx * ny, nz, spacingMm[2], line);
  }
  return out;
}

/** The same in mm. */
export function distanceTransform(mask: Uint8Array, dims: Dims, spacingMm: readonly [number, number, number]): Float64Array {
  const out = squaredDistanceTransform(mask, dims, spacingMm);
  for (let at = 0; at < out.length; at++) out[at] = Math.sqrt(out[at]);
  return out;
}

/** Along x: steps to the nearest zero of the row, forwards then backwards, squared in mm². */
function rows(mask: Uint8Array, out: Float64Array, nx: number, spacing: number): void {
  for (let start = 0; start < mask.length; start += nx) {
    let steps = Infinity;
    for (let at = start; at < start + nx; at++) {
      steps = mask[at] === 0 ? 0 : steps + 1;
      out[at] = steps;
    }
    steps = Infinity;
    for (let at = start + nx - 1; at >= start; at--) {
      steps = mask[at] === 0 ? 0 : steps + 1;
      const near = (steps < out[at] ? steps : out[at]) * spacing;
      out[at] = near * near;
    }
  }
}

interface Line { readonly heights: Float64Array; readonly places: Int32Array; readonly from: Float64Array }

function makeLine(length: number): Line {
  return { heights: new Float64Array(length), places: new Int32Array(length), from: new Float64Array(length + 1) };
}

/** Replaces one line f by min over q of f(q) + ((p − q)·spacing)². */
function envelope(values: Float64Array, start: number, stride: number, count: number, spacing: number, { heights, places, from }: Line): void {
  const squared = spacing * spacing;
  let kept = -1;
  for (let q = 0, at = start; q < count; q++, at += stride) {
    const height = values[at];
    heights[q] = height;
    if (height === Infinity) continue;
    let cross = -Infinity;
    while (kept >= 0) {
      const p = places[kept];
      // Where the parabola at q begins to lie below that at p, in voxels.
      cross = ((height - heights[p]) / squared + (q * q - p * p)) / (2 * (q - p));
      if (cross > from[kept]) break;
      kept--;
    }
    kept++;
    places[kept] = q;
    from[kept] = kept === 0 ? -Infinity : cross;
    from[kept + 1] = Infinity;
  }
  if (kept < 0) return;
  for (let p = 0, at = start, n = 0; p < count; p++, at += stride) {
    while (n < kept && from[n + 1] < p) n++;
    const d = (p - places[n]) * spacing;
    values[at] = heights[places[n]] + d * d;
  }
}
