import type { Grid } from '#core/volume/grid.ts';
import { voxelCount } from '#core/volume/grid.ts';

/** A volume in RAS order for the viewer's own page: enough of NIfTI for that, not the project's reader. */
export interface PageVolume { readonly grid: Grid; readonly data: Float32Array }

/** NIfTI-1 bytes of a float32 volume in RAS order. */
export function niftiBytes({ grid, data }: PageVolume): ArrayBuffer {
  const out = new ArrayBuffer(352 + data.length * 4);
  const view = new DataView(out);
  view.setInt32(0, 348, true);
  [3, ...grid.dims, 1, 1, 1, 1].forEach((size, at) => view.setInt16(40 + 2 * at, size, true));
  view.setInt16(70, 16, true);
  view.setInt16(72, 32, true);
  const spacing = [0, 1, 2].map((column) => Math.hypot(grid.affine[column], grid.affine[4 + column], grid.affine[8 + column]));
  [1, ...spacing].forEach((size, at) => view.setFloat32(76 + 4 * at, size, true));
  view.setFloat32(108, 352, true);
  view.setFloat32(112, 1, true);
  view.setInt8(123, 2);
  view.setInt16(254, 1, true);
  grid.affine.slice(0, 12).forEach((value, at) => view.setFloat32(280 + 4 * at, value, true));
  [0x6e, 0x2b, 0x31, 0].forEach((byte, at) => view.setUint8(344 + at, byte));
  new Float32Array(out, 352).set(data);
  return out;
}

/** Reads a little-endian NIfTI-1 whose axes are along the body's, and flips it to RAS. */
export async function readPageVolume(url: string): Promise<PageVolume> {
  const reply = await fetch(url);
  if (!reply.ok || !reply.body) throw new Error(`${url}: ${reply.status}`);
  const bytes = await new Response(url.endsWith('.gz') ? reply.body.pipeThrough(new DecompressionStream('gzip')) : reply.body).arrayBuffer();
  const view = new DataView(bytes);
  const dims = [0, 1, 2].map((at) => view.getInt16(42 + 2 * at, true));
  const offset = view.getFloat32(108, true);
  const count = dims[0] * dims[1] * dims[2];
  const type = view.getInt16(70, true);
  const read = { 2: () => new Uint8Array(bytes, offset, count), 4: () => new Int16Array(bytes, offset, count), 8: () => new Int32Array(bytes, offset, count), 16: () => new Float32Array(bytes, offset, count) }[type];
  if (!read) throw new Error(`${url}: data type ${type}`);
  const raw = read();
  const rows = Array.from({ length: 12 }, (_, at) => view.getFloat32(280 + 4 * at, true));
  const scales = [rows[0], rows[5], rows[10]];
  const isFlipped = scales.map((scale) => scale < 0);
  const data = new Float32Array(count);
  const source = (at: number, axis: number) => (isFlipped[axis] ? dims[axis] - 1 - at : at);
  for (let k = 0, o = 0; k < dims[2]; k++) for (let j = 0; j < dims[1]; j++) for (let i = 0; i < dims[0]; i++) data[o++] = raw[source(i, 0) + dims[0] * (source(j, 1) + dims[1] * source(k, 2))];
  const origin = [rows[3], rows[7], rows[11]].map((start, axis) => (isFlipped[axis] ? start + scales[axis] * (dims[axis] - 1) : start));
  const [sx, sy, sz] = scales.map(Math.abs);
  return { grid: { dims: [dims[0], dims[1], dims[2]], affine: [sx, 0, 0, origin[0], 0, sy, 0, origin[1], 0, 0, sz, origin[2], 0, 0, 0, 1] }, data };
}

export type Pose = 'upright' | 'oblique';

/** Rows of two affines with the same voxels: along the body, and turned by 40° about the long axis, then 30° about the side. */
const POSES: Readonly<Record<Pose, Grid['affine']>> = {
  upright: [2, 0, 0, -40, 0, 1.5, 0, -37, 0, 0, 3, -45, 0, 0, 0, 1],
  oblique: [1.5320889, -0.9641814, 0, -20, 1.1133408, 0.9951209, -1.5, -30, 0.6427876, 0.5745333, 2.5980762, -60, 0, 0, 0, 1],
};

/** 40 × 50 × 30 voxels of 2 × 1.5 × 3 mm: a body with one bright block, right, anterior and superior; intensity tells the voxel. */
export function blockVolume(pose: Pose = 'upright'): PageVolume & { readonly block: Uint8Array } {
  const grid: Grid = { dims: [40, 50, 30], affine: POSES[pose] };
  const data = new Float32Array(voxelCount(grid));
  const block = new Uint8Array(data.length);
  for (let k = 0, at = 0; k < 30; k++) {
    for (let j = 0; j < 50; j++) {
      for (let i = 0; i < 40; i++, at++) {
        const isBody = ((i - 19.5) / 18) ** 2 + ((j - 24.5) / 22) ** 2 < 1 && k > 1 && k < 28;
        const isBlock = i >= 24 && i < 32 && j >= 28 && j < 38 && k >= 18 && k < 24;
        data[at] = isBlock ? 200 + i : isBody ? i : -1000;
        if (isBlock) block[at] = 1;
      }
    }
  }
  return { grid, data, block };
}
