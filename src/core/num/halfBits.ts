/** IEEE 754 half precision as raw bits, as ONNX float16 tensors carry it. */

const FLOATS = new Float32Array(1);
const BITS = new Uint32Array(FLOATS.buffer);

/** Rounds to nearest, ties to even; magnitudes from 65520 on become infinite, NaN stays NaN. */
export function toHalfBits(values: ArrayLike<number>): Uint16Array<ArrayBuffer> {
  const out = new Uint16Array(values.length);
  for (let at = 0; at < out.length; at++) out[at] = halfOf(values[at]);
  return out;
}

export function fromHalfBits(bits: Uint16Array): Float32Array<ArrayBuffer> {
  const table = decodeTable();
  const out = new Float32Array(bits.length);
  for (let at = 0; at < out.length; at++) out[at] = table[bits[at]];
  return out;
}

function halfOf(value: number): number {
  FLOATS[0] = value;
  const bits = BITS[0];
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  if (magnitude < 0x38800000) {
    // Below the smallest normal half: a multiple of 2⁻²⁴.
    const steps = Math.abs(FLOATS[0]) * 2 ** 24;
    const low = Math.floor(steps);
    const rest = steps - low;
    return sign | (low + (rest > 0.5 || (rest === 0.5 && low % 2 === 1) ? 1 : 0));
  }
  const rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1);
  return sign | ((rounded - 0x38000000) >>> 13);
}

let table: Float32Array | undefined;

function decodeTable(): Float32Array {
  if (table) return table;
  table = Float32Array.from({ length: 65536 }, (_, bits) => {
    const sign = bits & 0x8000 ? -1 : 1;
    const exponent = (bits >>> 10) & 31;
    const fraction = bits & 1023;
    if (exponent === 31) return fraction ? NaN : sign * Infinity;
    return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
  });
  return table;
}
