import { FaultError, fault } from '#core/faults.ts';
import type { Fault } from '#core/faults.ts';
import type { NiftiHeader } from '#core/formats/niftiHeader.ts';
import type { ScalarType } from '#core/formats/niftiPlan.ts';
import type { VoxelArray } from '#core/volume/volume.ts';

const TYPES = {
  uint8: Uint8Array, int8: Int8Array, int16: Int16Array, uint16: Uint16Array, int32: Int32Array, uint32: Uint32Array, float32: Float32Array, float64: Float64Array,
} as const;

/**
 * The stored numbers of bytes that start at an eight-byte boundary of their buffer and belong to the callee, which may
 * swap them in place; 64-bit whole numbers become doubles.
 */
export function decodeVoxels(bytes: Uint8Array<ArrayBuffer>, scalar: ScalarType, littleEndian: boolean): VoxelArray {
  const size = scalar === 'int64' || scalar === 'uint64' ? 8 : TYPES[scalar].BYTES_PER_ELEMENT;
  if (size > 1 && !littleEndian) swap(bytes, size);
  const count = Math.floor(bytes.length / size);
  if (scalar === 'int64' || scalar === 'uint64') return doubles(bytes, count, scalar);
  return new TYPES[scalar](bytes.buffer, bytes.byteOffset, count);
}

/** From two halves each, which is many times faster than through BigInt and rounds as it does. */
function doubles(bytes: Uint8Array<ArrayBuffer>, count: number, scalar: 'int64' | 'uint64'): Float64Array {
  const low = new Uint32Array(bytes.buffer, bytes.byteOffset, 2 * count);
  const high = new (scalar === 'int64' ? Int32Array : Uint32Array)(bytes.buffer, bytes.byteOffset, 2 * count);
  const out = new Float64Array(count);
  for (let at = 0; at < count; at++) out[at] = high[2 * at + 1] * 4294967296 + low[2 * at];
  return out;
}

/** Reverses the bytes of each number. All machines that run a browser today are little-endian, so big-endian data is what needs it. */
function swap(bytes: Uint8Array, size: number): void {
  for (let start = 0; start + size <= bytes.length; start += size) {
    for (let a = start, b = start + size - 1; a < b; a++, b--) {
      const held = bytes[a];
      bytes[a] = bytes[b];
      bytes[b] = held;
    }
  }
}

/**
 * Stored numbers × slope + intercept. A slope of 0 or without a finite value means none, as the standard says, and so
 * does an intercept without one. Whole steps of 8 and 16-bit numbers stay whole; the rest becomes float32, or float64
 * where the stored numbers have more than 24 bits.
 */
export function scaleVoxels(stored: VoxelArray, { slope, intercept }: Pick<NiftiHeader, 'slope' | 'intercept'>): VoxelArray {
  const b = Number.isFinite(intercept) ? intercept : 0;
  if (slope === 0 || !Number.isFinite(slope) || (slope === 1 && b === 0)) return stored;
  const out = scaledArray(stored, slope, b);
  for (let at = 0; at < out.length; at++) out[at] = stored[at] * slope + b;
  return out;
}

function scaledArray(stored: VoxelArray, slope: number, intercept: number): VoxelArray {
  const short = stored.BYTES_PER_ELEMENT <= 2;
  if (!short) return stored instanceof Float32Array ? new Float32Array(stored.length) : new Float64Array(stored.length);
  if (!Number.isInteger(slope) || !Number.isInteger(intercept)) return new Float32Array(stored.length);
  let low = Infinity, high = -Infinity;
  for (let at = 0; at < stored.length; at++) {
    if (stored[at] < low) low = stored[at];
    if (stored[at] > high) high = stored[at];
  }
  const ends = [low * slope + intercept, high * slope + intercept];
  const fits = (least: number, most: number) => Math.min(...ends) >= least && Math.max(...ends) <= most;
  if (fits(-32768, 32767)) return new Int16Array(stored.length);
  return fits(-2147483648, 2147483647) ? new Int32Array(stored.length) : new Float32Array(stored.length);
}

/** Sets voxels without a finite value to the smallest finite one, in place of which a notice says how many there were. */
export function finiteVoxels(data: VoxelArray, where: string): { data: VoxelArray; notices: readonly Fault[] } {
  if (!(data instanceof Float32Array || data instanceof Float64Array)) return { data, notices: [] };
  let low = Infinity, broken = 0;
  for (let at = 0; at < data.length; at++) {
    const value = data[at];
    if (value - value !== 0) broken++;
    else if (value < low) low = value;
  }
  if (broken === 0) return { data, notices: [] };
  if (broken === data.length) throw new FaultError('volume-no-values', { where, expected: 'finite intensities', came: 'none' });
  const out = data.slice();
  for (let at = 0; at < out.length; at++) if (out[at] - out[at] !== 0) out[at] = low;
  return { data: out, notices: [fault('volume-not-finite', { where, came: `${broken} of ${data.length} voxels, set to ${low}` })] };
}
