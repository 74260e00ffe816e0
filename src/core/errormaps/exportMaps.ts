import { binDirection, BINS, COLUMNS } from '#core/errormaps/surfaceBins.ts';
import type { BinTopology } from '#core/errormaps/surfaceBins.ts';

/** Named columns of one value per bin, as CSV: row, column, direction of the bin's centre, then the columns. Empty where not finite. */
export function formatSurfaceCsv(topology: BinTopology, columns: Readonly<Record<string, ArrayLike<number>>>): string {
  const names = Object.keys(columns);
  const place = topology === 'sphere' ? ['right', 'anterior', 'superior'] : ['along', 'angle_deg_from_anterior_to_left'];
  const lines = [['row', 'column', ...place, ...names].join(',')];
  for (let bin = 0; bin < BINS; bin++) {
    const values = names.map((name) => (Number.isFinite(columns[name][bin]) ? String(columns[name][bin]) : ''));
    lines.push([Math.floor(bin / COLUMNS), bin % COLUMNS, ...placeOf(topology, bin), ...values].join(','));
  }
  return `${lines.join('\n')}\n`;
}

function placeOf(topology: BinTopology, bin: number): string[] {
  if (topology === 'tube') {
    const row = Math.floor(bin / COLUMNS);
    return [((row + 0.5) / (BINS / COLUMNS)).toFixed(5), ((((bin % COLUMNS) + 0.5) / COLUMNS) * 360 - 180).toFixed(3)];
  }
  const { x, y, z } = binDirection(bin);
  return [x, y, z].map((it) => it.toFixed(5));
}

const NPY_TYPES = [[Float32Array, '<f4'], [Float64Array, '<f8'], [Int8Array, '|i1'], [Uint8Array, '|u1'], [Int32Array, '<i4'], [Uint32Array, '<u4']] as const;

export type NpyArray = Float32Array | Float64Array | Int8Array | Uint8Array | Int32Array | Uint32Array;

/**
 * NumPy's .npy, version 1.0 (format: numpy.lib.format), C order: the last axis of `shape` runs fastest. Written on
 * little-endian machines as they are.
 */
export function formatNpy(data: NpyArray, shape: readonly number[]): Uint8Array<ArrayBuffer> {
  if (shape.reduce((a, b) => a * b, 1) !== data.length) throw new RangeError(`${data.length} values do not have the shape ${shape.join('×')}`);
  const type = NPY_TYPES.find(([kind]) => data instanceof kind);
  if (!type) throw new TypeError('formatNpy: no numpy type for this array');
  const shapeText = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const text = `{'descr': '${type[1]}', 'fortran_order': False, 'shape': ${shapeText}, }`;
  // Magic, version and length take 10 bytes; the header ends in a newline and fills up to a multiple of 64.
  const header = `${text.padEnd(Math.ceil((10 + text.length + 1) / 64) * 64 - 11)}\n`;
  const out = new Uint8Array(10 + header.length + data.byteLength);
  out.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length & 255, header.length >> 8]);
  out.set(new TextEncoder().encode(header), 10);
  out.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), 10 + header.length);
  return out;
}
