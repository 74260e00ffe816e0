import { FaultError } from '#core/faults.ts';

/** The fields of a NIfTI-1 or -2 header that IsoDice uses, unchecked beyond the magic. */
export interface NiftiHeader {
  readonly version: 1 | 2;
  readonly littleEndian: boolean;
  /** dim[0] is the number of dimensions, dim[1..7] the sizes. */
  readonly dim: readonly number[];
  readonly datatype: number;
  readonly bitsPerVoxel: number;
  /** pixdim[0] is qfac, pixdim[1..3] the voxel edges. */
  readonly pixdim: readonly number[];
  readonly voxelOffset: number;
  readonly slope: number;
  readonly intercept: number;
  readonly units: number;
  readonly qformCode: number;
  readonly sformCode: number;
  /** quatern_b, c, d and qoffset_x, y, z. */
  readonly quaternion: readonly number[];
  /** The three rows of the sform matrix. */
  readonly sform: readonly number[];
}

const SIZES = { 1: 348, 2: 540 } as const;

/** Byte offsets of the fields in the two versions, from nifti1.h and nifti2.h. */
const OFFSETS = {
  1: { dim: 40, datatype: 70, bits: 72, pixdim: 76, offset: 108, slope: 112, inter: 116, units: 123, qform: 252, sform: 254, quatern: 256, srow: 280, magic: 344 },
  2: { dim: 16, datatype: 12, bits: 14, pixdim: 104, offset: 168, slope: 176, inter: 184, units: 500, qform: 344, sform: 348, quatern: 352, srow: 400, magic: 4 },
} as const;

/** Version and byte order by the size field at the start, or undefined where this is no NIfTI file. */
export function niftiKind(head: Uint8Array): { version: 1 | 2; littleEndian: boolean } | undefined {
  if (head.length < 4) return undefined;
  const view = viewOf(head);
  for (const version of [1, 2] as const) {
    for (const littleEndian of [true, false]) if (view.getInt32(0, littleEndian) === SIZES[version]) return { version, littleEndian };
  }
  return undefined;
}

/** Parses the header. Throws FaultErrors for one cut short, a wrong magic, and a half of a .hdr and .img pair. */
export function parseNiftiHeader(head: Uint8Array, where: string): NiftiHeader {
  const kind = niftiKind(head);
  if (!kind) throw new FaultError('nifti-header', { where, expected: 'a header of 348 or 540 bytes', came: 'another size' });
  const { version, littleEndian } = kind;
  if (head.length < SIZES[version]) throw new FaultError('nifti-truncated', { where, expected: `a header of ${SIZES[version]} bytes`, came: `${head.length} bytes` });
  const at = OFFSETS[version];
  checkMagic(head, at.magic, version, where);
  const view = viewOf(head);
  const short = (offset: number) => view.getInt16(offset, littleEndian);
  const real = (offset: number, n = 0) => (version === 1 ? view.getFloat32(offset + 4 * n, littleEndian) : view.getFloat64(offset + 8 * n, littleEndian));
  const int = (offset: number) => (version === 1 ? short(offset) : view.getInt32(offset, littleEndian));
  const long = (offset: number) => Number(view.getBigInt64(offset, littleEndian));
  const count = (length: number, value: (n: number) => number) => Array.from({ length }, (_, n) => value(n));
  return {
    version, littleEndian,
    dim: count(8, (n) => (version === 1 ? short(at.dim + 2 * n) : long(at.dim + 8 * n))),
    datatype: short(at.datatype),
    bitsPerVoxel: short(at.bits),
    pixdim: count(8, (n) => real(at.pixdim, n)),
    voxelOffset: version === 1 ? real(at.offset) : long(at.offset),
    slope: real(at.slope),
    intercept: real(at.inter),
    units: version === 1 ? view.getUint8(at.units) : view.getInt32(at.units, littleEndian),
    qformCode: int(at.qform),
    sformCode: int(at.sform),
    quaternion: count(6, (n) => real(at.quatern, n)),
    sform: count(12, (n) => real(at.srow, n)),
  };
}

function checkMagic(head: Uint8Array, offset: number, version: 1 | 2, where: string): void {
  const magic = String.fromCharCode(...head.subarray(offset, offset + 3));
  if (magic === `n+${version}` && head[offset + 3] === 0) return;
  if (magic === `ni${version}`) throw new FaultError('nifti-pair', { where, expected: 'header and image in one file', came: 'the header alone' });
  const printable = magic.replace(/[^ -~]/g, '·');
  const older = version === 1 && head.subarray(offset, offset + 4).every((byte) => byte === 0);
  throw new FaultError('nifti-header', { where, expected: `the mark n+${version}`, came: older ? 'no mark: perhaps an Analyze 7.5 header' : `"${printable}"` });
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
