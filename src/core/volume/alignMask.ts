import { FaultError, fault } from '#core/faults.ts';
import type { Grid } from '#core/volume/grid.ts';
import { spacingMm } from '#core/volume/grid.ts';
import { toCanonicalOrder, toSourceOrder } from '#core/volume/canonical.ts';
import type { LabelMapReading } from '#core/volume/labelMap.ts';
import { resampleNearest } from '#core/volume/resample.ts';
import type { LabelMap, Volume } from '#core/volume/volume.ts';
import { worldBox, worldCorners } from '#core/volume/world.ts';

/** Corners may differ by this part of the smallest voxel edge: float32 headers and rounded affines do. */
const SAME_GRID = 0.05;

/** Equal sizes, and every corner within a twentieth of a voxel. */
export function isSameGrid(a: Grid, b: Grid): boolean {
  if (a.dims.some((n, axis) => n !== b.dims[axis])) return false;
  return cornerDistanceMm(a, b) <= SAME_GRID * Math.min(...spacingMm(a));
}

function cornerDistanceMm(a: Grid, b: Grid): number {
  const others = worldCorners(b);
  return Math.max(...worldCorners(a).map((it, n) => Math.hypot(it.x - others[n].x, it.y - others[n].y, it.z - others[n].z)));
}

/** How two grids differ, in words and figures. */
export function gridDifference(image: Grid, mask: Grid): string {
  const sizes = `${mask.dims.join(' × ')} voxels of ${spacingMm(mask).map((it) => Number(it.toPrecision(4))).join(' × ')} mm`;
  return `${sizes}, its box ${Number(boxDistanceMm(image, mask).toPrecision(3))} mm off`;
}

/** The largest distance between matching faces of the world boxes. */
function boxDistanceMm(a: Grid, b: Grid): number {
  const boxA = worldBox(a), boxB = worldBox(b);
  const gap = (one: typeof boxA.low, other: typeof boxA.low) => Math.max(Math.abs(one.x - other.x), Math.abs(one.y - other.y), Math.abs(one.z - other.z));
  return Math.max(gap(boxA.low, boxB.low), gap(boxA.high, boxB.high));
}

/**
 * The mask on the grid of the image. The same grid is taken as it is; another grid over the same world box (every face
 * within one voxel edge of the coarser of the two) is carried over to the nearest voxel, with a notice; anything else
 * is refused by a FaultError that says how far apart they lie.
 */
export function alignMask(image: Volume, mask: LabelMap, where: string): LabelMapReading {
  if (isSameGrid(image.grid, mask.grid)) {
    return { labelMap: { ...mask, grid: image.grid, source: image.source }, notices: [] };
  }
  const came = gridDifference(image.grid, mask.grid);
  const allowedMm = Math.max(...spacingMm(image.grid), ...spacingMm(mask.grid));
  if (!(boxDistanceMm(image.grid, mask.grid) <= allowedMm)) {
    const expected = `a mask over the image's box: ${image.grid.dims.join(' × ')} voxels of ${spacingMm(image.grid).map((it) => Number(it.toPrecision(4))).join(' × ')} mm, off by at most ${Number(allowedMm.toPrecision(3))} mm`;
    throw new FaultError('mask-grid-mismatch', { where, expected, came });
  }
  const data = resampleNearest({ grid: mask.grid, data: mask.data }, image.grid);
  return { labelMap: { ...mask, grid: image.grid, data, source: image.source }, notices: [fault('mask-resampled', { where, came })] };
}

/**
 * Voxel for voxel, whatever the mask's file says of its place: the user's own decision after a refusal, for masks
 * whose position was lost. The files must have equal sizes in their own order; a FaultError says so otherwise.
 */
export function alignMaskByVoxel(image: Volume, mask: LabelMap, where: string): LabelMap {
  const expected = image.source.grid.dims, came = mask.source.grid.dims;
  if (expected.some((n, axis) => n !== came[axis])) {
    throw new FaultError('mask-grid-mismatch', { where, expected: `${expected.join(' × ')} voxels`, came: `${came.join(' × ')} voxels` });
  }
  const data = toCanonicalOrder(toSourceOrder(mask.data, mask.source), image.source);
  return { ...mask, grid: image.grid, data, source: image.source };
}
