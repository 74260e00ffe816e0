import { FaultError } from '#core/faults.ts';
import type { Fault } from '#core/faults.ts';
import type { AcceptedSlice } from '#core/prompts/board.ts';
import { openingWindow } from '#core/volume/displayWindow.ts';
import { spacingMm, voxelCount, voxelVolumeMl } from '#core/volume/grid.ts';
import type { SliceMask } from '#core/volume/slice.ts';
import type { LabelMap, Volume } from '#core/volume/volume.ts';
import type { ReferenceSummary, VolumeSummary } from '#engine/protocol/volumeCalls.ts';
import { intensitySummary } from '#engine/volumes/intensity.ts';

/** An image with the masks that lie on it, all on its canonical grid. */
export interface OpenCase {
  readonly id: string;
  readonly name: string;
  readonly volume: Volume;
  reference: LabelMap | null;
  /** What a whole-volume model said, as label values: what accepted slices are written on; null where none was asked. */
  base: Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | null;
  /** The base with what was accepted on it, as label values; zero where nothing is. */
  prediction: Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>;
  accepted: readonly AcceptedSlice[];
  /** Slice masks that history can still bring back. */
  readonly masks: Map<string, SliceMask>;
}

export function openCase(id: string, name: string, volume: Volume, reference: LabelMap | null = null): OpenCase {
  return { id, name, volume, reference, base: null, prediction: new Uint8Array(voxelCount(volume.grid)), accepted: [], masks: new Map() };
}

export function volumeSummary({ id, name, volume }: OpenCase, volumeKey: string, notices: readonly Fault[]): VolumeSummary {
  const { grid, data, modality } = volume;
  return {
    volumeId: id, volumeKey, name, grid, spacingMm: spacingMm(grid), modality,
    window: openingWindow(modality, data), intensity: intensitySummary(data), notices,
  };
}

export function referenceSummary(reference: LabelMap, notices: readonly Fault[] = []): ReferenceSummary {
  const voxels = new Map<number, number>();
  const { data, grid, labels } = reference;
  for (let at = 0, from = 0; at < data.length; from = at) {
    const value = data[at];
    while (at < data.length && data[at] === value) at++;
    voxels.set(value, (voxels.get(value) ?? 0) + at - from);
  }
  const present = labels.filter(({ value }) => (voxels.get(value) ?? 0) > 0);
  return {
    labels: present.map((label) => ({ ...label, voxels: voxels.get(label.value) ?? 0, volumeMl: (voxels.get(label.value) ?? 0) * voxelVolumeMl(grid) })),
    notices,
  };
}

export function referenceOf({ reference, name }: OpenCase): LabelMap {
  if (!reference) throw new FaultError('reference-not-open', { where: name });
  return reference;
}
