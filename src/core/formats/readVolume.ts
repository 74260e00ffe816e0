import { FaultError, attempt } from '#core/faults.ts';
import type { Result } from '#core/faults.ts';
import type { ByteSource } from '#core/formats/byteSource.ts';
import { HEAD_BYTES, gunzip, isGzip } from '#core/formats/gunzip.ts';
import { unknownFormat } from '#core/formats/knownFormat.ts';
import { niftiVolume } from '#core/formats/nifti.ts';
import { niftiKind } from '#core/formats/niftiHeader.ts';
import { planNifti } from '#core/formats/niftiPlan.ts';
import type { NiftiPlan } from '#core/formats/niftiPlan.ts';
import type { PngUse } from '#core/formats/png.ts';
import { pngVolume } from '#core/formats/png.ts';
import { isPng } from '#core/formats/pngChunks.ts';
import { DEFAULT_MAX_VOXEL_BYTES } from '#core/formats/readOptions.ts';
import type { ReadOptions, VolumeReading } from '#core/formats/readOptions.ts';

/**
 * An image file as a canonical volume. What the file is, its bytes say, not its name. A fault of severity `question`
 * is answered by the option that its code names (ReadOptions) and reading again.
 */
export function readVolume(bytes: Uint8Array, name: string, options: ReadOptions = {}, signal?: AbortSignal): Promise<Result<VolumeReading>> {
  return attempt(() => volumeReadingOf(bytes, name, options, 'image', signal));
}

/** The same from a source that still has to be read. */
export function openVolume(source: ByteSource, options: ReadOptions = {}, signal?: AbortSignal): Promise<Result<VolumeReading>> {
  return attempt(async () => volumeReadingOf(await source.read(signal), source.name, options, 'image', signal));
}

/** Shared by images and masks; throws FaultErrors, one of them where the machine has no room left. */
export async function volumeReadingOf(bytes: Uint8Array, name: string, options: ReadOptions, use: PngUse, signal?: AbortSignal): Promise<VolumeReading> {
  try {
    return await readingByContent(bytes, name, options, use, signal);
  } catch (error) {
    if (error instanceof RangeError && /allocation failed|array length/i.test(error.message)) {
      throw new FaultError('volume-over-memory', { where: name, expected: 'free memory for the image', came: `${bytes.length} bytes in the file` });
    }
    throw error;
  }
}

async function readingByContent(bytes: Uint8Array, name: string, options: ReadOptions, use: PngUse, signal: AbortSignal | undefined): Promise<VolumeReading> {
  if (signal?.aborted) throw new FaultError('cancelled', { where: name });
  if (bytes.length === 0) throw new FaultError('file-empty', { where: name, expected: 'an image', came: '0 bytes' });
  if (isGzip(bytes)) return compressedNifti(bytes, name, options, signal);
  if (isPng(bytes)) return pngVolume(bytes, name, options, use);
  const head = bytes.subarray(0, HEAD_BYTES);
  if (!niftiKind(head)) throw unknownFormat(head, name);
  const plan = planNifti(head, name, options);
  // A copy, so that one volume of many does not hold on to the whole file, and byte swapping leaves the caller's bytes alone.
  return niftiVolume(plan, new Uint8Array(bytes.subarray(plan.range.from, plan.range.to)), name, options);
}

async function compressedNifti(bytes: Uint8Array, name: string, options: ReadOptions, signal: AbortSignal | undefined): Promise<VolumeReading> {
  const plans: NiftiPlan[] = [];
  const plan = (head: Uint8Array) => {
    if (!niftiKind(head)) throw unknownFormat(head, name);
    const it = planNifti(head, name, options);
    plans.push(it);
    return it.range;
  };
  // 64-bit whole numbers take as much room stored as decoded, so the budget for voxels holds for the stored bytes too.
  const unpacked = await gunzip(bytes, { where: name, maxBytes: options.maxVoxelBytes ?? DEFAULT_MAX_VOXEL_BYTES, plan, signal });
  const reading = niftiVolume(plans[0], unpacked.bytes, name, options);
  return { ...reading, notices: [...unpacked.notices, ...reading.notices] };
}
