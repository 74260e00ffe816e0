import type { Fault } from '#core/faults.ts';
import type { Modality, Volume } from '#core/volume/volume.ts';

export type SpatialUnits = 'mm' | 'm' | 'micron';

/**
 * Answers to what a file leaves open. Each `question` fault of a reader is answered by one of them, and the file is
 * read again with it.
 */
export interface ReadOptions {
  /** Which of several volumes, from 0. Answers `which-volume`. */
  readonly volumeIndex?: number;
  /** Voxel edges in mm along the file's own axes. Answers `no-spacing`; replaces the file's where an orientation is given too. */
  readonly spacingMm?: readonly [number, number, number];
  /** The unit of the file's lengths. Answers `units-unclear` and overrules the header. */
  readonly spatialUnits?: SpatialUnits;
  /** Where the file's axes run, such as RAS or LPS. Answers `no-orientation`, `affine-not-finite` and `affine-singular`; replaces the file's own position. */
  readonly orientation?: string;
  /** Overrules the guess from intensities. */
  readonly modality?: Modality;
  /** Most bytes that the decoded voxels may take; 2 GiB where absent. */
  readonly maxVoxelBytes?: number;
}

export const DEFAULT_MAX_VOXEL_BYTES = 2 ** 31;

export type VolumeFormat = 'nifti-1' | 'nifti-2' | 'png';

/** What a reader made of a file. */
export interface VolumeReading {
  readonly volume: Volume;
  readonly format: VolumeFormat;
  /** What was assumed, replaced or left out on the way. */
  readonly notices: readonly Fault[];
}
