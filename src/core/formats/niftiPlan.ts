import { FaultError } from '#core/faults.ts';
import type { ByteRange } from '#core/formats/gunzip.ts';
import type { NiftiHeader } from '#core/formats/niftiHeader.ts';
import { parseNiftiHeader } from '#core/formats/niftiHeader.ts';
import { DEFAULT_MAX_VOXEL_BYTES } from '#core/formats/readOptions.ts';
import type { ReadOptions } from '#core/formats/readOptions.ts';
import type { Dims } from '#core/volume/grid.ts';

/** The kinds of number that a voxel may be. */
export type ScalarType = 'uint8' | 'int8' | 'int16' | 'uint16' | 'int32' | 'uint32' | 'int64' | 'uint64' | 'float32' | 'float64';

const SCALARS: ReadonlyMap<number, { readonly type: ScalarType; readonly bytes: number; readonly decodedBytes: number }> = new Map([
  [2, { type: 'uint8', bytes: 1, decodedBytes: 1 }], [256, { type: 'int8', bytes: 1, decodedBytes: 1 }],
  [4, { type: 'int16', bytes: 2, decodedBytes: 2 }], [512, { type: 'uint16', bytes: 2, decodedBytes: 2 }],
  [8, { type: 'int32', bytes: 4, decodedBytes: 4 }], [768, { type: 'uint32', bytes: 4, decodedBytes: 4 }],
  [1024, { type: 'int64', bytes: 8, decodedBytes: 8 }], [1280, { type: 'uint64', bytes: 8, decodedBytes: 8 }],
  [16, { type: 'float32', bytes: 4, decodedBytes: 4 }], [64, { type: 'float64', bytes: 8, decodedBytes: 8 }],
]);

const NOT_SCALAR: ReadonlyMap<number, string> = new Map([
  [32, 'complex numbers (64 bits)'], [128, 'RGB colours'], [1792, 'complex numbers (128 bits)'], [2048, 'complex numbers (256 bits)'], [2304, 'RGBA colours'],
]);

/** What is to be read of a NIfTI file: all sizes are checked, nothing has been allocated. */
export interface NiftiPlan {
  readonly header: NiftiHeader;
  readonly dims: Dims;
  readonly scalar: ScalarType;
  readonly volumes: number;
  /** The bytes of the chosen volume in the unpacked file. */
  readonly range: ByteRange;
}

/** Checks the header at the start of a file. Throws FaultErrors, among them the question which of several volumes. */
export function planNifti(head: Uint8Array, where: string, options: ReadOptions): NiftiPlan {
  const header = parseNiftiHeader(head, where);
  const sizes = checkedSizes(header, where);
  const scalar = checkedScalar(header, where);
  const dims: Dims = [sizes[0], sizes[1], sizes[2]];
  const voxels = product(dims);
  const volumes = product(sizes.slice(3));
  const budget = options.maxVoxelBytes ?? DEFAULT_MAX_VOXEL_BYTES;
  if (voxels * scalar.decodedBytes > budget) {
    throw new FaultError('volume-over-memory', { where, expected: `at most ${budget} bytes`, came: `${dims.join(' × ')} voxels, ${voxels * scalar.decodedBytes} bytes` });
  }
  const index = chosenVolume(volumes, where, options);
  const start = dataOffset(header, where);
  const from = start + index * voxels * scalar.bytes;
  return { header, dims, scalar: scalar.type, volumes, range: { from, to: from + voxels * scalar.bytes, total: start + volumes * voxels * scalar.bytes } };
}

function checkedSizes({ dim }: NiftiHeader, where: string): readonly number[] {
  const count = dim[0];
  if (!(count >= 1 && count <= 7)) throw new FaultError('nifti-dims', { where, expected: '1 to 7 dimensions', came: `${count}` });
  const used = dim.slice(1, count + 1);
  if (!used.every((n) => Number.isSafeInteger(n) && n >= 1)) throw new FaultError('nifti-dims', { where, expected: 'sizes of at least 1', came: used.join(' × ') });
  return [...used, ...new Array<number>(7 - count).fill(1)];
}

function checkedScalar({ datatype, bitsPerVoxel }: NiftiHeader, where: string) {
  const scalar = SCALARS.get(datatype);
  if (scalar && (bitsPerVoxel === scalar.bytes * 8 || bitsPerVoxel === 0)) return scalar;
  if (scalar) throw new FaultError('nifti-datatype', { where, expected: `${scalar.bytes * 8} bits for ${scalar.type}`, came: `${bitsPerVoxel} bits` });
  const colour = NOT_SCALAR.get(datatype);
  const expected = [...SCALARS.values()].map(({ type }) => type).join(', ');
  if (colour) throw new FaultError('nifti-colour', { where, expected: 'one number per voxel', came: colour });
  throw new FaultError('nifti-datatype', { where, expected, came: datatype === 1 ? 'single bits' : datatype === 1536 ? 'float128' : `code ${datatype}` });
}

function chosenVolume(volumes: number, where: string, { volumeIndex }: ReadOptions): number {
  if (!Number.isSafeInteger(volumes)) throw new FaultError('nifti-dims', { where, expected: 'a number of volumes', came: `${volumes}` });
  if (volumes === 1) return 0;
  if (volumeIndex === undefined) throw new FaultError('which-volume', { where, expected: `a number from 0 to ${volumes - 1}`, came: `${volumes} volumes` });
  if (Number.isInteger(volumeIndex) && volumeIndex >= 0 && volumeIndex < volumes) return volumeIndex;
  throw new FaultError('option-invalid', { where, expected: `a volume from 0 to ${volumes - 1}`, came: `${volumeIndex}` });
}

/** Where the voxels begin. Some writers leave 0 in a single file; its header and empty extension then end at 352 or 544. */
function dataOffset({ version, voxelOffset }: NiftiHeader, where: string): number {
  const least = version === 1 ? 348 : 540;
  if (voxelOffset === 0) return least + 4;
  if (Number.isSafeInteger(voxelOffset) && voxelOffset >= least && voxelOffset <= 2 ** 31) return voxelOffset;
  throw new FaultError('nifti-header', { where, expected: `voxels from byte ${least + 4} on`, came: `${voxelOffset}` });
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((a, b) => a * b, 1);
}
