import { determinant, squareness } from '#core/volume/affine.ts';
import type { Affine } from '#core/volume/grid.ts';

export interface Qform {
  /** b, c, d of the unit quaternion whose a is not negative. */
  readonly quaternion: readonly [number, number, number];
  /** −1 where the third axis is mirrored. */
  readonly qfac: 1 | -1;
}

/** An affine's rotation as NIfTI's quaternion, or undefined where its axes are not at right angles (a rotation cannot say that). */
export function qformOf(affine: Affine): Qform | undefined {
  if (Math.abs(squareness(affine)) < 1 - 1e-6) return undefined;
  const qfac = determinant(affine) < 0 ? -1 : 1;
  const r = (row: number, column: number) => {
    const length = Math.hypot(affine[column], affine[4 + column], affine[8 + column]);
    return (affine[4 * row + column] / length) * (column === 2 ? qfac : 1);
  };
  const squares = [
    1 + r(0, 0) + r(1, 1) + r(2, 2), 1 + r(0, 0) - r(1, 1) - r(2, 2), 1 - r(0, 0) + r(1, 1) - r(2, 2), 1 - r(0, 0) - r(1, 1) + r(2, 2),
  ];
  // The largest of the four divides the others, so that no small number does.
  const largest = squares.indexOf(Math.max(...squares));
  const half = Math.sqrt(squares[largest]) / 2;
  const over = (sum: number) => sum / (4 * half);
  const sums = {
    ab: r(2, 1) - r(1, 2), ac: r(0, 2) - r(2, 0), ad: r(1, 0) - r(0, 1), bc: r(1, 0) + r(0, 1), bd: r(0, 2) + r(2, 0), cd: r(2, 1) + r(1, 2),
  };
  const quaternions = [
    [half, over(sums.ab), over(sums.ac), over(sums.ad)], [over(sums.ab), half, over(sums.bc), over(sums.bd)],
    [over(sums.ac), over(sums.bc), half, over(sums.cd)], [over(sums.ad), over(sums.bd), over(sums.cd), half],
  ];
  const [a, b, c, d] = quaternions[largest];
  const sign = a < 0 ? -1 : 1;
  return { quaternion: [sign * b, sign * c, sign * d], qfac };
}
