import { attempt } from '#core/faults.ts';
import type { Result } from '#core/faults.ts';
import type { ReadOptions } from '#core/formats/readOptions.ts';
import { volumeReadingOf } from '#core/formats/readVolume.ts';
import { labelMapFrom, nameLabels } from '#core/volume/labelMap.ts';
import type { LabelMapReading } from '#core/volume/labelMap.ts';
import { combineMasks, labelNameOf } from '#core/volume/masks.ts';
import type { Label } from '#core/volume/volume.ts';

export interface LabelMapOptions extends ReadOptions {
  /** Names for the values, from a side file (labelNames.ts) or by hand. */
  readonly names?: readonly Label[];
}

/** A mask file as a label map in canonical order; see readVolume for the faults, and labelMap.ts for those of masks. */
export function readLabelMap(bytes: Uint8Array, name: string, options: LabelMapOptions = {}, signal?: AbortSignal): Promise<Result<LabelMapReading>> {
  return attempt(() => labelMapReadingOf(bytes, name, options, signal));
}

export interface MaskFile { readonly name: string; readonly bytes: Uint8Array }

/** Several binary masks on one grid as one label map, each label called after its file. */
export function readMasks(files: readonly MaskFile[], options: ReadOptions = {}, signal?: AbortSignal): Promise<Result<LabelMapReading>> {
  return attempt(async () => {
    const readings = [];
    for (const { name, bytes } of files) readings.push({ name: labelNameOf(name), ...(await labelMapReadingOf(bytes, name, options, signal)) });
    const combined = combineMasks(readings);
    return { labelMap: combined.labelMap, notices: [...readings.flatMap((it) => it.notices), ...combined.notices] };
  });
}

async function labelMapReadingOf(bytes: Uint8Array, name: string, options: LabelMapOptions, signal: AbortSignal | undefined): Promise<LabelMapReading> {
  const reading = await volumeReadingOf(bytes, name, { ...options, modality: 'unknown' }, 'mask', signal);
  const found = labelMapFrom(reading.volume, name);
  if (!options.names) return { labelMap: found.labelMap, notices: [...reading.notices, ...found.notices] };
  const named = nameLabels(found.labelMap, options.names, name);
  return { labelMap: named.labelMap, notices: [...reading.notices, ...found.notices, ...named.notices] };
}
