import { gzipSync } from 'node:zlib';
import type { Grid } from '#core/volume/grid.ts';
import { spacingMm } from '#core/volume/grid.ts';

/** A gzipped little-endian NIfTI-1 file with this grid's sform (and no qform). */
export function niftiBytes(data: Int16Array | Uint8Array, grid: Grid): Uint8Array {
  const file = new Uint8Array(352 + data.byteLength);
  const view = new DataView(file.buffer);
  view.setInt32(0, 348, true);
  [3, ...grid.dims, 1, 1, 1, 1].forEach((n, i) => view.setInt16(40 + 2 * i, n, true));
  view.setInt16(70, data instanceof Int16Array ? 4 : 2, true);
  view.setInt16(72, 8 * data.BYTES_PER_ELEMENT, true);
  [1, ...spacingMm(grid)].forEach((s, i) => view.setFloat32(76 + 4 * i, s, true));
  view.setFloat32(108, 352, true);
  view.setFloat32(112, 1, true);
  view.setUint8(123, 2);
  view.setInt16(254, 1, true);
  for (let i = 0; i < 12; i++) view.setFloat32(280 + 4 * i, grid.affine[i], true);
  file.set([0x6e, 0x2b, 0x31], 344);
  file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), 352);
  return gzipSync(file, { level: 6 });
}
