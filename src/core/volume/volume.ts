import type { Grid } from '#core/volume/grid.ts';

export type VoxelArray = Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | Float32Array | Float64Array;

export type Modality = 'CT' | 'MR' | 'unknown';

/**
 * An image in closest-canonical order: i increases to the
 * patient's Right (R), j to Anterior (A), k to Superior (S) as nearly as the affine allows. Readers reorder on
 * entry, so nothing downstream meets another orientation; `source` says how the file had it, for export.
 */
export interface Volume {
  readonly grid: Grid;
  /** Real intensities (slope and intercept applied), x fastest. */
  readonly data: VoxelArray;
  readonly modality: Modality;
  readonly source: SourceGrid;
}

/** How the file ordered its voxels, so that a mask can be written back on the original grid. */
export interface SourceGrid {
  readonly grid: Grid;
  /** For canonical axis a: the source axis it came from (0..2) and whether it was flipped. */
  readonly axes: readonly [SourceAxis, SourceAxis, SourceAxis];
}

export interface SourceAxis { readonly axis: 0 | 1 | 2; readonly flipped: boolean }

/** A binary mask: 0 or 1 per voxel, same order as its grid. */
export interface Mask {
  readonly grid: Grid;
  readonly data: Uint8Array;
}

/** Integer labels per voxel with names for the values that mean something. */
export interface LabelMap {
  readonly grid: Grid;
  readonly data: Uint8Array | Uint16Array | Int16Array | Int32Array;
  readonly labels: readonly Label[];
  readonly source: SourceGrid;
}

export interface Label { readonly value: number; readonly name: string }
