import type { SliceGeometry } from '#core/volume/slice.ts';

/**
 * A square on a slice, in mm from its upper left edge: the centre of pixel (u, v) lies at
 * ((u + ½)·spacing.u, (v + ½)·spacing.v). Twin of tools/train/framing.py.
 */
export interface Frame { readonly xMm: number; readonly yMm: number; readonly sizeMm: number }

export interface BoundsMm { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number }

type Extent = Pick<SliceGeometry, 'width' | 'height' | 'spacingMm'>;

/** Edge of a zoomed frame over the longer side of what it is about. */
const ENLARGE = 1.6;
/** A zoomed frame is never smaller than this many pixels of the slice. */
const MIN_PIXELS = 10;

/** The smallest centred square that holds the slice. */
export function letterbox(slice: Extent): Frame {
  const width = slice.width * slice.spacingMm.u;
  const height = slice.height * slice.spacingMm.v;
  const sizeMm = Math.max(width, height);
  return { xMm: (width - sizeMm) / 2, yMm: (height - sizeMm) / 2, sizeMm };
}

/** A square round the bounds, with room about them, at most as large as the letterbox. */
export function zoomed(bounds: BoundsMm, slice: Extent): Frame {
  const pixelMm = Math.max(slice.spacingMm.u, slice.spacingMm.v);
  const side = Math.max(bounds.right - bounds.left, bounds.bottom - bounds.top, (MIN_PIXELS / ENLARGE) * pixelMm);
  const sizeMm = Math.min(side * ENLARGE, letterbox(slice).sizeMm);
  return { xMm: (bounds.left + bounds.right - sizeMm) / 2, yMm: (bounds.top + bounds.bottom - sizeMm) / 2, sizeMm };
}

/** How each output along one axis is a weighted sum of a run of inputs. */
export interface Taps {
  readonly first: Int32Array;
  readonly weights: readonly Float32Array[];
}

/**
 * Output j averages k = ceil(step) (1 to 8) linear samples spread over its extent.
 * @param start left edge of output 0, in input pixels whose edges are at integers from 0
 * @param step width of one output, in input pixels
 * Samples outside the input count as zero; within half a pixel of its edge they take the edge's value.
 */
export function taps(outputs: number, inputs: number, start: number, step: number): Taps {
  const k = Math.min(8, Math.max(1, Math.ceil(step - 1e-6)));
  const first = new Int32Array(outputs);
  const weights: Float32Array[] = [];
  for (let j = 0; j < outputs; j++) {
    const from = clamp(Math.floor(start + (j + 0.5 / k) * step - 0.5), 0, inputs - 1);
    const to = clamp(Math.floor(start + (j + (k - 0.5) / k) * step - 0.5) + 1, 0, inputs - 1);
    const sums = new Float64Array(Math.max(1, to - from + 1));
    for (let s = 0; s < k; s++) {
      const at = start + (j + (s + 0.5) / k) * step - 0.5;
      if (at < -0.5 || at > inputs - 0.5) continue;
      const inside = clamp(at, 0, inputs - 1);
      const low = Math.floor(inside);
      const share = inside - low;
      sums[low - from] += (1 - share) / k;
      if (share > 0) sums[low + 1 - from] += share / k;
    }
    first[j] = from;
    weights.push(new Float32Array(sums));
  }
  return { first, weights };
}

/** Rows and columns that resample the slice into an n × n frame. */
export function tapsInto(slice: Extent, frame: Frame, n: number): { rows: Taps; columns: Taps } {
  const { u, v } = slice.spacingMm;
  return { rows: taps(n, slice.height, frame.yMm / v, frame.sizeMm / n / v), columns: taps(n, slice.width, frame.xMm / u, frame.sizeMm / n / u) };
}

/** Rows and columns that resample an n × n frame back onto the slice. */
export function tapsOutOf(slice: Extent, frame: Frame, n: number): { rows: Taps; columns: Taps } {
  const step = frame.sizeMm / n;
  return {
    rows: taps(slice.height, n, -frame.yMm / step, slice.spacingMm.v / step),
    columns: taps(slice.width, n, -frame.xMm / step, slice.spacingMm.u / step),
  };
}

/** Rows and columns from the pixels of one frame to those of another. */
export function tapsBetween(source: Frame, inputs: number, target: Frame, outputs: number): { rows: Taps; columns: Taps } {
  const step = source.sizeMm / inputs;
  const width = target.sizeMm / outputs / step;
  return { rows: taps(outputs, inputs, (target.yMm - source.yMm) / step, width), columns: taps(outputs, inputs, (target.xMm - source.xMm) / step, width) };
}

/** [height, width] row-major, from `offset` → [rows, columns] into `out` at `outOffset`. */
export function resampleInto(
  data: Float32Array, offset: number, width: number, { rows, columns }: { rows: Taps; columns: Taps }, out: Float32Array, outOffset = 0,
): void {
  const n = columns.first.length;
  const begin = columns.weights.findIndex(hasWeight), end = columns.weights.findLastIndex(hasWeight) + 1;
  if (end === 0) return;
  const lines: Float64Array[] = [];
  for (let i = 0, o = outOffset; i < rows.first.length; i++, o += n) {
    const weights = rows.weights[i];
    for (let t = 0; t < weights.length; t++) {
      const weight = weights[t];
      if (weight === 0) continue;
      const row = rows.first[i] + t;
      const line = lines[row] ??= lineOf(data, offset + row * width, columns, begin, end);
      for (let j = begin; j < end; j++) out[o + j] += weight * line[j];
    }
  }
}

/** One row of the input, which starts at `start`, resampled along it. */
function lineOf(data: Float32Array, start: number, { first, weights }: Taps, begin: number, end: number): Float64Array {
  const line = new Float64Array(first.length);
  for (let j = begin; j < end; j++) {
    const of = weights[j];
    let sum = 0;
    for (let t = 0, at = start + first[j]; t < of.length; t++, at++) sum += of[t] * data[at];
    line[j] = sum;
  }
  return line;
}

function hasWeight(weights: Float32Array): boolean {
  return weights.some((weight) => weight !== 0);
}

/** How much of each output along an axis lay inside the input, 0 to 1. */
export function coverage(of: Taps): Float32Array {
  return Float32Array.from(of.weights, sumOf);
}

function sumOf(weights: Float32Array): number {
  let sum = 0;
  for (const weight of weights) sum += weight;
  return sum;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
