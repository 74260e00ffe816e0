import { FaultError, fault } from '#core/faults.ts';
import type { Fault } from '#core/faults.ts';
import type { NiftiHeader } from '#core/formats/niftiHeader.ts';
import { scaleToMm } from '#core/formats/niftiUnits.ts';
import type { ReadOptions } from '#core/formats/readOptions.ts';
import { apply, isFiniteAffine, squareness } from '#core/volume/affine.ts';
import { affineFromCodes } from '#core/volume/canonical.ts';
import type { Affine, Dims, Grid } from '#core/volume/grid.ts';
import { spacingMm } from '#core/volume/grid.ts';

export interface Place { readonly grid: Grid; readonly notices: readonly Fault[] }

/** Below this the axes of a voxel are taken to be flat. */
const FLAT = 1e-4;

/**
 * Where the array lies: the sform where its code is set, else the qform, else nothing is known. An orientation given
 * by the user replaces both. Throws the questions no-orientation, affine-not-finite, affine-singular, no-spacing and
 * units-unclear.
 */
export function placeOf(header: NiftiHeader, dims: Dims, where: string, options: ReadOptions): Place {
  if (options.orientation !== undefined) return placeByUser(header, dims, where, options, options.orientation);
  const sform = header.sformCode > 0 ? [...header.sform, 0, 0, 0, 1] : undefined;
  const qform = header.qformCode > 0 ? qformAffine(header) : undefined;
  if (!sform && !qform) {
    throw new FaultError('no-orientation', { where, expected: 'a position by matrix (sform) or by rotation (qform)', came: 'neither' });
  }
  const notices: Fault[] = [];
  const fallback = sform && !isUsable(sform) && qform && isUsable(qform);
  if (fallback) notices.push(fault('affine-replaced', { where, expected: 'a usable sform', came: 'an unusable one; the qform was taken' }));
  const chosen = (fallback ? qform : sform) ?? qform;
  const affine = checked(chosen ?? [], where);
  if (sform && qform && !fallback && disagree(affine, qform, dims)) notices.push(fault('affines-disagree', { where }));
  const units = scaleToMm(header, spacingMm({ dims, affine }), dims, where, options);
  const grid = { dims, affine: scaled(affine, units.factor) };
  if (Math.abs(squareness(affine)) < 0.999) notices.push(fault('affine-sheared', { where }));
  return { grid, notices: [...notices, ...spacingNotice(header, affine, where), ...units.notices] };
}

function placeByUser(header: NiftiHeader, dims: Dims, where: string, options: ReadOptions, orientation: string): Place {
  const stored = header.pixdim.slice(1, 4).map(Math.abs) as [number, number, number];
  const given = options.spacingMm ?? stored;
  if (!given.every((it) => Number.isFinite(it) && it > 0)) {
    throw new FaultError(options.spacingMm ? 'option-invalid' : 'no-spacing', { where, expected: 'three voxel sizes above 0', came: given.join(', ') });
  }
  const units = options.spacingMm ? { factor: 1, notices: [] } : scaleToMm(header, stored, dims, where, options);
  const affine = affineFromCodes(orientation, dims, given);
  if (!affine) throw new FaultError('option-invalid', { where, expected: 'an orientation such as RAS or LPS', came: orientation.slice(0, 20) });
  return { grid: { dims, affine: scaled(affine, units.factor) }, notices: units.notices };
}

function isUsable(affine: Affine): boolean {
  return isFiniteAffine(affine) && Math.abs(squareness(affine)) > FLAT;
}

function checked(affine: Affine, where: string): Affine {
  const shown = affine.slice(0, 12).map((it) => Number(it.toPrecision(4))).join(' ');
  if (!isFiniteAffine(affine)) throw new FaultError('affine-not-finite', { where, expected: 'twelve finite numbers', came: shown });
  if (!isUsable(affine)) throw new FaultError('affine-singular', { where, expected: 'three axes that span the space', came: shown });
  return affine;
}

/** The rotation of a unit quaternion times the voxel edges, as nifti1.h has it (method 2). */
function qformAffine({ quaternion, pixdim }: NiftiHeader): Affine {
  const [b0, c0, d0, x, y, z] = quaternion;
  const rest = 1 - (b0 * b0 + c0 * c0 + d0 * d0);
  // Rounding may leave b, c, d a little longer than 1: a half turn, with the three scaled back.
  const shrink = rest < 1e-7 ? 1 / Math.sqrt(b0 * b0 + c0 * c0 + d0 * d0) : 1;
  const a = rest < 1e-7 ? 0 : Math.sqrt(rest);
  const [b, c, d] = [b0 * shrink, c0 * shrink, d0 * shrink];
  const [sx, sy] = [pixdim[1], pixdim[2]];
  const sz = pixdim[3] * (pixdim[0] < 0 ? -1 : 1);
  return [
    (a * a + b * b - c * c - d * d) * sx, 2 * (b * c - a * d) * sy, 2 * (b * d + a * c) * sz, x,
    2 * (b * c + a * d) * sx, (a * a + c * c - b * b - d * d) * sy, 2 * (c * d - a * b) * sz, y,
    2 * (b * d - a * c) * sx, 2 * (c * d + a * b) * sy, (a * a + d * d - c * c - b * b) * sz, z,
    0, 0, 0, 1,
  ];
}

/** Whether any corner voxel lies more than a tenth of the smallest voxel edge elsewhere. */
function disagree(a: Affine, b: Affine, dims: Dims): boolean {
  const limit = 0.1 * Math.min(...spacingMm({ dims, affine: a }));
  for (let corner = 0; corner < 8; corner++) {
    const at = dims.map((n, axis) => ((corner >> axis) & 1) * (n - 1));
    const p = apply(a, at[0], at[1], at[2]), q = apply(b, at[0], at[1], at[2]);
    if (!(Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]) <= limit)) return true;
  }
  return false;
}

function spacingNotice({ pixdim }: NiftiHeader, affine: Affine, where: string): readonly Fault[] {
  const stored = pixdim.slice(1, 4).map(Math.abs);
  const used = spacingMm({ dims: [1, 1, 1], affine });
  if (stored.every((it, axis) => Math.abs(it - used[axis]) <= 0.01 * used[axis])) return [];
  const text = (sizes: readonly number[]) => sizes.map((it) => Number(it.toPrecision(4))).join(' × ');
  return [fault('spacing-disagrees', { where, expected: text(stored), came: text(used) })];
}

function scaled(affine: Affine, factor: number): Affine {
  return affine.map((it, n) => (n < 12 ? it * factor : it));
}
