import { Gzip } from 'fflate';
import { FaultError } from '#core/faults.ts';
import { makeBreather } from '#core/num/breather.ts';
import { toSourceOrder } from '#core/volume/canonical.ts';
import type { Grid } from '#core/volume/grid.ts';
import { spacingMm, voxelCount } from '#core/volume/grid.ts';
import type { LabelMap, SourceGrid, VoxelArray } from '#core/volume/volume.ts';
import { qformOf } from '#core/formats/qform.ts';

/** What is written: voxels in the order of their grid. */
export interface GridData { readonly grid: Grid; readonly data: VoxelArray }

export interface WriteOptions {
  /** At most 79 bytes of ASCII; longer ones are cut, other letters become '?'. */
  readonly description?: string;
  /** NIFTI_INTENT_LABEL for label maps and masks, so that other programs colour them by value. */
  readonly content?: 'image' | 'labels';
}

/** Begins the voxels at a multiple of 16, as nifti1.h asks. */
const DATA_START = 352;
const INTENT_LABEL = 1002;

/**
 * A NIfTI-1 file (.nii), little-endian, in mm, on the grid as given; sform always, qform where the axes are at right
 * angles. Throws a FaultError for an axis longer than the format can count.
 */
export function formatNifti({ grid, data }: GridData, options: WriteOptions = {}): Uint8Array<ArrayBuffer> {
  if (data.length !== voxelCount(grid)) throw new Error(`formatNifti: ${data.length} voxels for a grid of ${grid.dims.join(' × ')}`);
  if (grid.dims.some((n) => n > 32767)) throw new FaultError('volume-over-memory', { expected: 'at most 32,767 voxels per axis, as NIfTI-1 counts them', came: grid.dims.join(' × ') });
  const bytes = new Uint8Array(DATA_START + data.byteLength);
  const view = new DataView(bytes.buffer);
  const spacing = spacingMm(grid);
  const qform = qformOf(grid.affine);
  view.setInt32(0, 348, true);
  [3, ...grid.dims, 1, 1, 1, 1].forEach((n, at) => view.setInt16(40 + 2 * at, n, true));
  view.setInt16(68, options.content === 'labels' ? INTENT_LABEL : 0, true);
  view.setInt16(70, datatypeOf(data), true);
  view.setInt16(72, data.BYTES_PER_ELEMENT * 8, true);
  [qform?.qfac ?? 1, ...spacing, 0, 0, 0, 0].forEach((it, at) => view.setFloat32(76 + 4 * at, it, true));
  view.setFloat32(108, DATA_START, true);
  view.setFloat32(112, 1, true);
  view.setUint8(123, 2);
  writeText(bytes, 148, options.description ?? 'IsoDice', 79);
  view.setInt16(252, qform ? 1 : 0, true);
  view.setInt16(254, 1, true);
  [...(qform?.quaternion ?? [0, 0, 0]), grid.affine[3], grid.affine[7], grid.affine[11]].forEach((it, at) => view.setFloat32(256 + 4 * at, it, true));
  grid.affine.slice(0, 12).forEach((it, at) => view.setFloat32(280 + 4 * at, it, true));
  writeText(bytes, 344, 'n+1', 4);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), DATA_START);
  return bytes;
}

/** Canonical voxels back on the grid and in the order of the file that they came from. */
export function onSourceGrid({ data, source }: { readonly data: VoxelArray; readonly source: SourceGrid }): GridData {
  return { grid: source.grid, data: toSourceOrder(data, source) };
}

/** A label map or mask as the file its image would have: for export. */
export function formatLabelMapOnSource(labelMap: Pick<LabelMap, 'data' | 'source'>, description?: string): Uint8Array<ArrayBuffer> {
  return formatNifti(onSourceGrid(labelMap), { content: 'labels', ...(description ? { description } : {}) });
}

function datatypeOf(data: VoxelArray): number {
  if (data instanceof Uint8Array) return 2;
  if (data instanceof Int8Array) return 256;
  if (data instanceof Int16Array) return 4;
  if (data instanceof Uint16Array) return 512;
  if (data instanceof Int32Array) return 8;
  if (data instanceof Uint32Array) return 768;
  return data instanceof Float32Array ? 16 : 64;
}

function writeText(bytes: Uint8Array, at: number, text: string, most: number): void {
  [...text].slice(0, most).forEach((letter, n) => { bytes[at + n] = /^[ -~]$/.test(letter) ? letter.charCodeAt(0) : 63; });
}

/** Packed with gzip, in blocks, so that it can be cancelled (throws the fault `cancelled`). */
export async function gzip(bytes: Uint8Array, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  const breathe = makeBreather(signal);
  const chunks: Uint8Array[] = [];
  const stream = new Gzip({ level: 4, mtime: 0 }, (chunk) => { chunks.push(chunk); });
  const block = 1 << 20;
  for (let at = 0; at < bytes.length || at === 0; at += block) {
    await breathe();
    stream.push(bytes.subarray(at, at + block), at + block >= bytes.length);
  }
  const out = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) { out.set(chunk, at); at += chunk.length; }
  return out;
}
