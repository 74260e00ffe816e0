import { FaultError, fault } from '#core/faults.ts';
import type { Fault } from '#core/faults.ts';
import type { NiftiHeader } from '#core/formats/niftiHeader.ts';
import type { ReadOptions, SpatialUnits } from '#core/formats/readOptions.ts';
import type { Dims } from '#core/volume/grid.ts';

const MM_PER: Record<SpatialUnits, number> = { mm: 1, m: 1000, micron: 0.001 };
const CODES: ReadonlyMap<number, SpatialUnits> = new Map([[1, 'm'], [2, 'mm'], [3, 'micron']]);

/** Voxel edges that scans have, and extents of what is scanned, in mm; generous on both sides. */
const VOXEL_MM = { least: 0.005, most: 60 };
const EXTENT_MM = { least: 1, most: 4000 };

/**
 * Millimetres per unit of the file. The user's answer goes first, then the header's unit where it makes sense for a
 * patient. Many writers (nibabel's default among them) leave the unit out: then millimetres are taken, with a notice,
 * where that makes sense. Otherwise the question is thrown.
 */
export function scaleToMm({ units }: NiftiHeader, spacing: readonly number[], dims: Dims, where: string, options: ReadOptions): { factor: number; notices: readonly Fault[] } {
  if (options.spatialUnits) return { factor: MM_PER[options.spatialUnits], notices: [] };
  const named = CODES.get(units & 7);
  const factor = MM_PER[named ?? 'mm'];
  const sizes = spacing.map((it) => Number(it.toPrecision(4))).join(' × ');
  if (!makesSense(spacing, dims, factor)) {
    throw new FaultError('units-unclear', { where, expected: 'mm, m or micron', came: `${named ?? 'no unit'}, voxels of ${sizes}` });
  }
  return { factor, notices: named ? [] : [fault('units-assumed', { where, came: `no unit, voxels of ${sizes}` })] };
}

function makesSense(spacing: readonly number[], dims: Dims, factor: number): boolean {
  const edges = spacing.map((it) => it * factor);
  const extent = Math.max(...edges.map((edge, axis) => edge * dims[axis]));
  return edges.every((it) => it >= VOXEL_MM.least && it <= VOXEL_MM.most) && extent >= EXTENT_MM.least && extent <= EXTENT_MM.most;
}
