import { apply, inverse } from '#core/volume/affine.ts';
import type { Grid, VoxelPoint, WorldPoint } from '#core/volume/grid.ts';

/** Where a voxel's centre (or a fractional position) lies in the patient, RAS+, mm. */
export function voxelToWorld(grid: Grid, { i, j, k }: VoxelPoint): WorldPoint {
  const [x, y, z] = apply(grid.affine, i, j, k);
  return { x, y, z };
}

/** The fractional voxel position of a point in the patient. */
export function worldToVoxel(grid: Grid, { x, y, z }: WorldPoint): VoxelPoint {
  const [i, j, k] = apply(inverse(grid.affine), x, y, z);
  return { i, j, k };
}

/** The nearest voxel, or undefined where the point lies more than half a voxel outside the grid. */
export function voxelAt(grid: Grid, point: WorldPoint): VoxelPoint | undefined {
  const { i, j, k } = worldToVoxel(grid, point);
  const at = { i: Math.round(i), j: Math.round(j), k: Math.round(k) };
  return isInside(grid, at) ? at : undefined;
}

export function isInside(grid: Grid, { i, j, k }: VoxelPoint): boolean {
  const [nx, ny, nz] = grid.dims;
  return i >= 0 && j >= 0 && k >= 0 && i <= nx - 1 && j <= ny - 1 && k <= nz - 1;
}

/** Index of a voxel in an x-fastest array. */
export function voxelIndex(grid: Grid, { i, j, k }: VoxelPoint): number {
  return i + grid.dims[0] * (j + grid.dims[1] * k);
}

/** The eight outer corners of the grid (half a voxel beyond the outermost centres), as world points. */
export function worldCorners(grid: Grid): readonly WorldPoint[] {
  const ends = grid.dims.map((n) => [-0.5, n - 0.5]);
  return ends[2].flatMap((k) => ends[1].flatMap((j) => ends[0].map((i) => voxelToWorld(grid, { i, j, k }))));
}

export interface WorldBox { readonly low: WorldPoint; readonly high: WorldPoint }

/** The smallest box along the patient's axes that holds the grid. */
export function worldBox(grid: Grid): WorldBox {
  const corners = worldCorners(grid);
  const extreme = (pick: (...values: number[]) => number): WorldPoint => ({
    x: pick(...corners.map((it) => it.x)), y: pick(...corners.map((it) => it.y)), z: pick(...corners.map((it) => it.z)),
  });
  return { low: extreme(Math.min), high: extreme(Math.max) };
}
