import { FaultError } from '#core/faults.ts';
import type { Fault } from '#core/faults.ts';
import type { NiftiPlan } from '#core/formats/niftiPlan.ts';
import { placeOf } from '#core/formats/niftiPlace.ts';
import { decodeVoxels, finiteVoxels, scaleVoxels } from '#core/formats/niftiVoxels.ts';
import type { ReadOptions, VolumeReading } from '#core/formats/readOptions.ts';
import { canonicalGrid, sourceGrid, toCanonicalOrder } from '#core/volume/canonical.ts';
import type { Grid } from '#core/volume/grid.ts';
import { guessModality } from '#core/volume/modality.ts';
import type { Modality, Volume, VoxelArray } from '#core/volume/volume.ts';

/** The volume of a checked plan and the bytes of its range. Throws FaultErrors. */
export function niftiVolume(plan: NiftiPlan, bytes: Uint8Array<ArrayBuffer>, where: string, options: ReadOptions): VolumeReading {
  const { header, dims, range } = plan;
  const wanted = range.to - range.from;
  if (bytes.length < wanted) throw new FaultError('nifti-truncated', { where, expected: `${wanted} bytes of voxels`, came: `${bytes.length}` });
  const place = placeOf(header, dims, where, options);
  const stored = decodeVoxels(bytes, plan.scalar, header.littleEndian);
  const { data, notices } = finiteVoxels(scaleVoxels(stored, header), where);
  return volumeReading(place.grid, data, [...place.notices, ...notices], header.version === 1 ? 'nifti-1' : 'nifti-2', options.modality);
}

/** A reading of voxels in their file's order: reordered, with a modality. */
export function volumeReading(grid: Grid, data: VoxelArray, notices: readonly Fault[], format: VolumeReading['format'], modality?: Modality): VolumeReading {
  const source = sourceGrid(grid);
  const volume: Volume = { grid: canonicalGrid(source), data: toCanonicalOrder(data, source), modality: modality ?? guessModality(data), source };
  return { volume, format, notices };
}
