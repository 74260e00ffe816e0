import type { Block } from '#core/models/block.ts';

/** Where the samples of an axis are read: sample o lies at `start + o · step` of the input, clamped to its ends. */
export interface AxisSampling { readonly length: number; readonly start: number; readonly step: number }

/**
 * Linear interpolation axis by axis, the value at the border repeated beyond it. In doubles, as MONAI's Spacing does by
 * default; samples are counted between voxel centres, so the first voxel stays where it is.
 */
export function lineResampled(block: Block, sampling: readonly AxisSampling[]): Block {
  let current: Float32Array | Float64Array = block.data;
  const shape = [...block.shape];
  for (const [axis, { length, start, step }] of sampling.entries()) {
    if (start === 0 && step === 1 && length === shape[axis]) continue;
    current = alongAxis(current, shape, axis, { length, start, step });
    shape[axis] = length;
  }
  return { shape, data: current instanceof Float32Array ? current : Float32Array.from(current) };
}

function alongAxis(data: Float32Array | Float64Array, shape: readonly number[], axis: number, { length, start, step }: AxisSampling): Float64Array {
  const n = shape[axis];
  const inner = shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  const outer = shape.slice(0, axis).reduce((a, b) => a * b, 1);
  const out = new Float64Array(outer * length * inner);
  for (let o = 0; o < length; o++) {
    const position = Math.min(Math.max(start + o * step, 0), n - 1);
    const low = Math.min(Math.floor(position), Math.max(0, n - 2));
    const high = Math.min(low + 1, n - 1);
    const weight = position - low;
    for (let row = 0; row < outer; row++) {
      const to = (row * length + o) * inner;
      const a = (row * n + low) * inner;
      const b = (row * n + high) * inner;
      for (let at = 0; at < inner; at++) out[to + at] = weight === 0 ? data[a + at] : data[a + at] * (1 - weight) + data[b + at] * weight;
    }
  }
  return out;
}
