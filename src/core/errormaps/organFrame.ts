import { apply } from '#core/volume/affine.ts';
import type { Grid, WorldPoint } from '#core/volume/grid.ts';
import type { Matrix3 } from '#core/errormaps/symmetricRoot.ts';
import { ofEigenvalues } from '#core/errormaps/symmetricRoot.ts';

/**
 * The common space of an organ, made from the expert's mask alone: the affine that gives every organ the same centre and
 * the covariance of the unit ball. Its linear part is the symmetric square root of the covariance, so the axes stay those
 * of the patient and nothing is flipped. It takes out place, size and elongation, not shape; two organs correspond as far
 * as they are ellipsoids.
 */
export interface OrganFrame {
  readonly centre: WorldPoint;
  /** From patient axes (mm, RAS, from the centre) to the unit space. */
  readonly toUnit: Matrix3;
  readonly toWorld: Matrix3;
}

/** A solid ball of radius 1 has variance 1/5 along every axis. */
const BALL = 5;

/** The frame of a mask (0 or 1) that is not empty. Thickness of voxels counts as spread. */
export function organFrame(mask: Uint8Array, grid: Grid): OrganFrame {
  const { covariance, centre } = moments(mask, grid);
  const [x, y, z] = apply(grid.affine, centre[0], centre[1], centre[2]);
  return {
    centre: { x, y, z },
    toUnit: ofEigenvalues(covariance, (value) => 1 / Math.sqrt(BALL * value)),
    toWorld: ofEigenvalues(covariance, (value) => Math.sqrt(BALL * value)),
  };
}

/** A position of the patient in the unit space. */
export function toUnit({ centre, toUnit: m }: OrganFrame, { x, y, z }: WorldPoint): WorldPoint {
  const dx = x - centre.x, dy = y - centre.y, dz = z - centre.z;
  return { x: m[0] * dx + m[1] * dy + m[2] * dz, y: m[3] * dx + m[4] * dy + m[5] * dz, z: m[6] * dx + m[7] * dy + m[8] * dz };
}

/** And back: used to show a bin of the common space on a single case. */
export function toWorld({ centre, toWorld: m }: OrganFrame, { x, y, z }: WorldPoint): WorldPoint {
  return {
    x: centre.x + m[0] * x + m[1] * y + m[2] * z,
    y: centre.y + m[3] * x + m[4] * y + m[5] * z,
    z: centre.z + m[6] * x + m[7] * y + m[8] * z,
  };
}

function moments(mask: Uint8Array, { dims: [nx, ny, nz], affine: a }: Grid): { covariance: Matrix3; centre: readonly number[] } {
  // Sums around the middle of the array, where they stay small.
  const oi = nx >> 1, oj = ny >> 1, ok = nz >> 1;
  const s = new Float64Array(3), q = new Float64Array(6);
  let count = 0;
  for (let k = 0, at = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      let n = 0, si = 0, sii = 0;
      for (let i = 0; i < nx; i++, at++) {
        if (mask[at] === 0) continue;
        const x = i - oi;
        n++;
        si += x;
        sii += x * x;
      }
      if (n === 0) continue;
      const y = j - oj, z = k - ok;
      count += n;
      s[0] += si; s[1] += y * n; s[2] += z * n;
      q[0] += sii; q[1] += si * y; q[2] += si * z; q[3] += y * y * n; q[4] += y * z * n; q[5] += z * z * n;
    }
  }
  const mean = s.map((it) => it / count);
  const c = (n: number, p: number, r: number) => q[n] / count - mean[p] * mean[r] + (p === r ? 1 / 12 : 0);
  const v = [[c(0, 0, 0), c(1, 0, 1), c(2, 0, 2)], [c(1, 0, 1), c(3, 1, 1), c(4, 1, 2)], [c(2, 0, 2), c(4, 1, 2), c(5, 2, 2)]];
  const entry = (row: number, column: number) => {
    let sum = 0;
    for (let p = 0; p < 3; p++) for (let r = 0; r < 3; r++) sum += a[4 * row + p] * v[p][r] * a[4 * column + r];
    return sum;
  };
  return {
    covariance: [entry(0, 0), entry(0, 1), entry(0, 2), entry(1, 0), entry(1, 1), entry(1, 2), entry(2, 0), entry(2, 1), entry(2, 2)],
    centre: [mean[0] + oi, mean[1] + oj, mean[2] + ok],
  };
}
