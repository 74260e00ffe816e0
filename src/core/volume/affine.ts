import type { Affine } from '#core/volume/grid.ts';

/** 4×4 affines as row-major lists of 16 whose last row is 0 0 0 1. */
export const IDENTITY: Affine = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];

/** The affine that applies `b` first, then `a`. */
export function multiply(a: Affine, b: Affine): Affine {
  const out: number[] = [];
  for (let row = 0; row < 3; row++) {
    for (let column = 0; column < 4; column++) {
      const r = row * 4;
      out.push(a[r] * b[column] + a[r + 1] * b[4 + column] + a[r + 2] * b[8 + column] + (column === 3 ? a[r + 3] : 0));
    }
  }
  return [...out, 0, 0, 0, 1];
}

/** Determinant of the linear part: the volume of a voxel, signed by handedness. */
export function determinant(a: Affine): number {
  return a[0] * (a[5] * a[10] - a[6] * a[9]) - a[1] * (a[4] * a[10] - a[6] * a[8]) + a[2] * (a[4] * a[9] - a[5] * a[8]);
}

/** Determinant divided by the product of the axis lengths: ±1 at right angles, 0 where axes coincide or vanish. */
export function squareness(a: Affine): number {
  const lengths = [0, 1, 2].map((column) => Math.hypot(a[column], a[4 + column], a[8 + column]));
  const product = lengths[0] * lengths[1] * lengths[2];
  return product > 0 ? determinant(a) / product : 0;
}

export function isFiniteAffine(a: Affine): boolean {
  return a.length === 16 && a.every(Number.isFinite);
}

/** The affine that undoes `a`. Throws for a singular one: readers refuse those at the door. */
export function inverse(a: Affine): Affine {
  const det = determinant(a);
  if (!Number.isFinite(1 / det)) throw new Error('inverse: the affine is singular');
  const m = [
    (a[5] * a[10] - a[6] * a[9]) / det, (a[2] * a[9] - a[1] * a[10]) / det, (a[1] * a[6] - a[2] * a[5]) / det,
    (a[6] * a[8] - a[4] * a[10]) / det, (a[0] * a[10] - a[2] * a[8]) / det, (a[2] * a[4] - a[0] * a[6]) / det,
    (a[4] * a[9] - a[5] * a[8]) / det, (a[1] * a[8] - a[0] * a[9]) / det, (a[0] * a[5] - a[1] * a[4]) / det,
  ];
  const shift = (r: number) => -(m[r] * a[3] + m[r + 1] * a[7] + m[r + 2] * a[11]);
  return [m[0], m[1], m[2], shift(0), m[3], m[4], m[5], shift(3), m[6], m[7], m[8], shift(6), 0, 0, 0, 1];
}

/** The affine applied to a position. */
export function apply(a: Affine, x: number, y: number, z: number): [number, number, number] {
  return [a[0] * x + a[1] * y + a[2] * z + a[3], a[4] * x + a[5] * y + a[6] * z + a[7], a[8] * x + a[9] * y + a[10] * z + a[11]];
}
