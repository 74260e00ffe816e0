import { readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import * as v from 'valibot';
import { area, largestPart } from '#core/evaluation/promptProtocols.ts';
import type { Result } from '#core/faults.ts';
import { faultSentence } from '#core/faults.ts';
import { readLabelMap } from '#core/formats/readLabelMap.ts';
import { readVolume } from '#core/formats/readVolume.ts';
import type { IntensityWindow } from '#core/models/promptable.ts';
import { alignMask } from '#core/volume/alignMask.ts';
import { CT_WINDOWS } from '#core/volume/displayWindow.ts';
import { maskOf } from '#core/volume/labelMap.ts';
import type { SliceImage, SliceMask } from '#core/volume/slice.ts';
import { sliceCount, sliceImage } from '#core/volume/slice.ts';
import type { LabelMap, Volume } from '#core/volume/volume.ts';

const scanSchema = v.object({
  name: v.string(),
  modality: v.picklist(['CT', 'MR', 'unknown']),
  image: v.optional(v.string()),
  reference: v.string(),
  prediction: v.optional(v.string()),
  organs: v.record(v.string(), v.array(v.number())),
  spacingMm: v.optional(v.array(v.number())),
  axis: v.optional(v.picklist(['axial', 'coronal', 'sagittal']), 'axial'),
  minAreaMm2: v.optional(v.number(), 0),
  everyNth: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 1),
});
const listSchema = v.object({ scans: v.array(scanSchema) });

export type Scan = v.InferOutput<typeof scanSchema>;

/** A scan in memory, with the answers that its files leave open. */
export interface OpenScan {
  readonly scan: Scan;
  readonly imagePath: string;
  readonly spacingMm: readonly [number, number, number] | undefined;
  readonly volume: Volume;
  readonly reference: LabelMap;
}

/** The scans of a list that have an image; paths are relative to the list. */
export function scansWithImages(listPath: string): Scan[] {
  return v.parse(listSchema, JSON.parse(readFileSync(listPath, 'utf8'))).scans.filter((scan) => scan.image !== undefined);
}

export async function openScan(scan: Scan, listPath: string): Promise<OpenScan> {
  const path = (relative: string) => resolve(dirname(listPath), relative);
  const imagePath = path(scan.image ?? '');
  const [su, sv = su, sw = 1] = scan.spacingMm ?? [];
  const spacingMm = scan.spacingMm && ([su, sv, sw] as const);
  const options = { modality: scan.modality, ...(spacingMm && { spacingMm }) };
  const read = (file: string) => new Uint8Array(readFileSync(file));
  const { volume } = taken(await readVolume(read(imagePath), basename(imagePath), options));
  const { labelMap } = taken(await readLabelMap(read(path(scan.reference)), basename(scan.reference), options));
  return { scan, imagePath, spacingMm, volume, reference: alignMask(volume, labelMap, scan.reference).labelMap };
}

function taken<T>(result: Result<T>): T {
  if (result.state === 'failed') throw new Error(faultSentence(result.fault));
  return result.value;
}

/** The model's window: soft tissue on CT, lung for lungs, the 0.5 and 99.5 percentile of non-zero voxels elsewhere. */
export function modelWindow({ scan, volume }: OpenScan, organ: string): IntensityWindow {
  if (scan.modality === 'CT') {
    const { low, high } = CT_WINDOWS[organ.startsWith('lung') ? 1 : 0];
    return { low, high };
  }
  const values = Float64Array.from(volume.data.filter((value: number) => value !== 0)).sort();
  const at = (fraction: number) => values[Math.round(fraction * (values.length - 1))];
  return { low: at(0.005), high: at(0.995) };
}

export interface Target { readonly image: SliceImage; readonly target: SliceMask }

/** The slices of an organ whose largest part is large enough; at most `limit`, evenly spread. */
export function targetsOf({ scan, volume, reference }: OpenScan, organ: string, limit: number): Target[] {
  const mask = maskOf(reference, scan.organs[organ] ?? []);
  const found: Target[] = [];
  for (let index = 0; index < sliceCount(volume.grid, scan.axis); index += scan.everyNth) {
    const { data, ...geometry } = sliceImage(mask.grid, mask.data, scan.axis, index);
    const target = largestPart({ ...geometry, data: Uint8Array.from(data) });
    const pixels = area(target);
    if (pixels > 0 && pixels * target.spacingMm.u * target.spacingMm.v >= scan.minAreaMm2) found.push({ image: sliceImage(volume.grid, volume.data, scan.axis, index), target });
  }
  if (found.length <= limit) return found;
  return Array.from({ length: limit }, (_, n) => found[Math.floor(((n + 0.5) * found.length) / limit)]);
}
