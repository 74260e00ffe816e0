/** NIfTI files made by hand, in both versions and byte orders, so that the readers are tested on what no writer of ours made. */
export interface NiftiFields {
  readonly version?: 1 | 2;
  readonly bigEndian?: boolean;
  /** dim[0..7]. */
  readonly dim: readonly number[];
  readonly datatype: number;
  readonly bits: number;
  readonly pixdim?: readonly number[];
  readonly offset?: number;
  readonly slope?: number;
  readonly inter?: number;
  readonly units?: number;
  /** b, c, d, x, y, z; code 1 where given. */
  readonly qform?: readonly number[];
  /** Twelve numbers; code 1 where given. */
  readonly sform?: readonly number[];
  readonly magic?: string;
}

const AT = {
  1: { dim: 40, datatype: 70, bits: 72, pixdim: 76, offset: 108, slope: 112, inter: 116, units: 123, qform: 252, sform: 254, quatern: 256, srow: 280, magic: 344, start: 352 },
  2: { dim: 16, datatype: 12, bits: 14, pixdim: 104, offset: 168, slope: 176, inter: 184, units: 500, qform: 344, sform: 348, quatern: 352, srow: 400, magic: 4, start: 544 },
} as const;

/** The file: header, and the voxels that `write` puts into a view of `voxelBytes` bytes in the file's byte order. */
export function niftiBytes(fields: NiftiFields, voxelBytes: number, write: (view: DataView, littleEndian: boolean) => void = () => {}): Uint8Array {
  const version = fields.version ?? 1;
  const at = AT[version];
  const little = !fields.bigEndian;
  const bytes = new Uint8Array(at.start + voxelBytes);
  const view = new DataView(bytes.buffer);
  const real = (offset: number, n: number, value: number) => (version === 1 ? view.setFloat32(offset + 4 * n, value, little) : view.setFloat64(offset + 8 * n, value, little));
  const code = (offset: number, value: number) => (version === 1 ? view.setInt16(offset, value, little) : view.setInt32(offset, value, little));
  view.setInt32(0, version === 1 ? 348 : 540, little);
  fields.dim.forEach((n, axis) => (version === 1 ? view.setInt16(at.dim + 2 * axis, n, little) : view.setBigInt64(at.dim + 8 * axis, BigInt(n), little)));
  view.setInt16(at.datatype, fields.datatype, little);
  view.setInt16(at.bits, fields.bits, little);
  (fields.pixdim ?? [1, 1, 1, 1]).forEach((it, n) => real(at.pixdim, n, it));
  const offset = fields.offset ?? at.start;
  if (version === 1) view.setFloat32(at.offset, offset, little);
  else view.setBigInt64(at.offset, BigInt(offset), little);
  real(at.slope, 0, fields.slope ?? 0);
  real(at.inter, 0, fields.inter ?? 0);
  if (version === 1) view.setUint8(at.units, fields.units ?? 2);
  else view.setInt32(at.units, fields.units ?? 2, little);
  if (fields.qform) {
    code(at.qform, 1);
    fields.qform.forEach((it, n) => real(at.quatern, n, it));
  }
  if (fields.sform) {
    code(at.sform, 1);
    fields.sform.forEach((it, n) => real(at.srow, n, it));
  }
  const magic = fields.magic ?? `n+${version}\0`;
  for (let n = 0; n < 4; n++) bytes[at.magic + n] = magic.charCodeAt(n);
  write(new DataView(bytes.buffer, at.start), little);
  return bytes;
}
