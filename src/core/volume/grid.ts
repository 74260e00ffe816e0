/** Sizes along i, j, k. Arrays are x-fastest: index = i + nx·(j + ny·k), as in NIfTI. */
export type Dims = readonly [nx: number, ny: number, nz: number];

/** Voxel to world (RAS+, mm), row-major 4×4 of which the last row is 0 0 0 1. Voxel centres are at integers. */
export type Affine = readonly number[];

/** A voxel position (may be fractional); i, j, k count along the array. */
export interface VoxelPoint { readonly i: number; readonly j: number; readonly k: number }

/** A position in the patient, RAS+, in mm. */
export interface WorldPoint { readonly x: number; readonly y: number; readonly z: number }

/** A position on a slice in columns and rows of the radiological frame of slice.ts. */
export interface SlicePoint { readonly u: number; readonly v: number }

/** Where the voxels of an array lie in the patient. */
export interface Grid {
  readonly dims: Dims;
  readonly affine: Affine;
}

/** Voxel edge lengths in mm along i, j, k: the norms of the affine's columns. */
export function spacingMm(grid: Grid): readonly [number, number, number] {
  const a = grid.affine;
  const norm = (column: number) => Math.hypot(a[column], a[4 + column], a[8 + column]);
  return [norm(0), norm(1), norm(2)];
}

export function voxelCount(grid: Grid): number {
  return grid.dims[0] * grid.dims[1] * grid.dims[2];
}

/** Volume of one voxel in millilitres. */
export function voxelVolumeMl(grid: Grid): number {
  const [sx, sy, sz] = spacingMm(grid);
  return (sx * sy * sz) / 1000;
}
