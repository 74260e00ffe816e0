import type { Grid, SlicePoint, VoxelPoint } from '#core/volume/grid.ts';
import { spacingMm } from '#core/volume/grid.ts';
import type { VoxelArray } from '#core/volume/volume.ts';

export type Plane = 'axial' | 'coronal' | 'sagittal';

/**
 * A slice in the radiological frame: columns u and rows v as a reading room sees them.
 * Axial: u runs patient right to left, v anterior to posterior. Coronal: u right to left, v superior to inferior.
 * Sagittal: u anterior to posterior, v superior to inferior. Pixel centres are at integers.
 */
export interface SliceGeometry {
  readonly plane: Plane;
  /** Voxel index along the plane's normal, in the canonical (RAS) array. */
  readonly index: number;
  readonly width: number;
  readonly height: number;
  /** Pixel edge lengths in mm. */
  readonly spacingMm: { readonly u: number; readonly v: number };
}

export interface SliceImage extends SliceGeometry {
  /** Real intensities, row-major: index = u + width·v. */
  readonly data: Float32Array;
}

export interface SliceMask extends SliceGeometry {
  /** 0 or 1, row-major: index = u + width·v. */
  readonly data: Uint8Array;
}

const AXES = { axial: [0, 1, 2], coronal: [0, 2, 1], sagittal: [1, 2, 0] } as const;

/** The array axes that run along u, v and the normal of a plane. All of them are traversed backwards (RAS → radiological). */
export function planeAxes(plane: Plane): readonly [0 | 1 | 2, 0 | 1 | 2, 0 | 1 | 2] {
  return AXES[plane];
}

export function sliceCount(grid: Grid, plane: Plane): number {
  return grid.dims[AXES[plane][2]];
}

export function sliceGeometry(grid: Grid, plane: Plane, index: number): SliceGeometry {
  const [a, b] = AXES[plane];
  const spacing = spacingMm(grid);
  return { plane, index, width: grid.dims[a], height: grid.dims[b], spacingMm: { u: spacing[a], v: spacing[b] } };
}

/** Offset of pixel (0, 0) and the steps along u and v in an x-fastest array. */
export function sliceStrides(grid: Grid, plane: Plane, index: number): { offset: number; stepU: number; stepV: number } {
  const [a, b, c] = AXES[plane];
  const step = [1, grid.dims[0], grid.dims[0] * grid.dims[1]];
  return { offset: (grid.dims[a] - 1) * step[a] + (grid.dims[b] - 1) * step[b] + index * step[c], stepU: -step[a], stepV: -step[b] };
}

/** Copies a slice out of a canonical array. */
export function sliceImage(grid: Grid, data: VoxelArray, plane: Plane, index: number): SliceImage {
  const geometry = sliceGeometry(grid, plane, index);
  const { offset, stepU, stepV } = sliceStrides(grid, plane, index);
  const out = new Float32Array(geometry.width * geometry.height);
  for (let v = 0, o = 0; v < geometry.height; v++) {
    for (let u = 0, at = offset + v * stepV; u < geometry.width; u++, at += stepU) out[o++] = data[at];
  }
  return { ...geometry, data: out };
}

/** Writes a slice mask (times `value`) into a canonical array of the same grid. */
export function writeSlice(grid: Grid, target: Uint8Array, mask: SliceMask, value = 1): void {
  const { offset, stepU, stepV } = sliceStrides(grid, mask.plane, mask.index);
  for (let v = 0, o = 0; v < mask.height; v++) {
    for (let u = 0, at = offset + v * stepV; u < mask.width; u++, at += stepU) target[at] = mask.data[o++] ? value : 0;
  }
}

/** Voxel (canonical array) under a slice point. */
export function sliceToVoxel(grid: Grid, plane: Plane, index: number, point: SlicePoint): VoxelPoint {
  const [a, b, c] = AXES[plane];
  const at = [0, 0, 0];
  at[a] = grid.dims[a] - 1 - point.u;
  at[b] = grid.dims[b] - 1 - point.v;
  at[c] = index;
  return { i: at[0], j: at[1], k: at[2] };
}

/** Slice point and slice index (rounded) of a voxel position. */
export function voxelToSlice(grid: Grid, plane: Plane, voxel: VoxelPoint): { index: number; point: SlicePoint } {
  const [a, b, c] = AXES[plane];
  const at = [voxel.i, voxel.j, voxel.k];
  return { index: Math.round(at[c]), point: { u: grid.dims[a] - 1 - at[a], v: grid.dims[b] - 1 - at[b] } };
}
