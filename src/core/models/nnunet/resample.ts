import { splineZoom } from '#core/num/splineZoom.ts';
import type { Block } from '#core/models/block.ts';
import type { ResampleRule } from '#core/models/nnunet/plans.ts';

/** Above this ratio of largest to smallest spacing the coarse axis is resampled by itself (nnU-Net's ANISO_THRESHOLD). */
const ANISOTROPY = 3;

/** Sizes after resampling: old spacing / new spacing · size, rounded half to even as Python does. */
export function resampledShape(shape: readonly number[], fromMm: readonly number[], toMm: readonly number[]): number[] {
  return shape.map((n, axis) => roundHalfEven((fromMm[axis] / toMm[axis]) * n));
}

export function roundHalfEven(value: number): number {
  const low = Math.floor(value);
  const rest = value - low;
  if (rest === 0.5) return low % 2 === 0 ? low : low + 1;
  return rest < 0.5 ? low : low + 1;
}

/** The axis to be resampled by itself, or undefined. Two equally coarse axes mean none. */
export function separateAxis(fromMm: readonly number[], toMm: readonly number[], force: boolean | null): number | undefined {
  const isAnisotropic = (mm: readonly number[]) => Math.max(...mm) / Math.min(...mm) > ANISOTROPY;
  const coarse = force === false ? undefined : force === true || isAnisotropic(fromMm) ? fromMm : isAnisotropic(toMm) ? toMm : undefined;
  if (coarse === undefined) return undefined;
  const axes = [0, 1, 2].filter((axis) => Math.max(...coarse) / coarse[axis] === 1);
  return axes.length === 1 ? axes[0] : undefined;
}

/**
 * nnU-Net's resample_data_or_seg_to_shape for intensities and logits: order `rule.order` everywhere, or in plane slice
 * by slice and `rule.orderZ` along the coarse axis. Each resize is clipped to the range it was given, as skimage does.
 */
export function resampled(block: Block, shape: readonly number[], fromMm: readonly number[], toMm: readonly number[], rule: ResampleRule): Block {
  if (shape.every((n, axis) => n === block.shape[axis])) return block;
  const axis = separateAxis(fromMm, toMm, rule.forceSeparateZ);
  if (axis === undefined) return { shape, data: Float32Array.from(clippedZoom(block.data, block.shape, shape, rule.order)) };
  const inPlane = shape.map((n, at) => (at === axis ? block.shape[axis] : n));
  const planes = slicewise(block, inPlane, axis, rule.order);
  return { shape, data: Float32Array.from(splineZoom(planes, inPlane, shape, rule.orderZ)) };
}

function clippedZoom(data: Float32Array | Float64Array, shape: readonly number[], newShape: readonly number[], order: 0 | 1 | 3): Float64Array {
  const out = splineZoom(data, shape, newShape, order);
  if (order < 2) return out;
  let low = Infinity;
  let high = -Infinity;
  for (const value of data) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return out.map((value) => Math.min(Math.max(value, low), high));
}

function slicewise(block: Block, inPlane: readonly number[], axis: number, order: 0 | 1 | 3): Float64Array {
  const out = new Float64Array(inPlane[0] * inPlane[1] * inPlane[2]);
  const rest = [0, 1, 2].filter((at) => at !== axis);
  const from = planeSteps(block.shape, axis, rest);
  const to = planeSteps(inPlane, axis, rest);
  const plane = new Float64Array(from.rows * from.columns);
  for (let slice = 0; slice < inPlane[axis]; slice++) {
    for (let r = 0, at = 0; r < from.rows; r++) for (let c = 0; c < from.columns; c++) plane[at++] = block.data[slice * from.slice + r * from.row + c * from.column];
    const zoomed = clippedZoom(plane, [from.rows, from.columns], [to.rows, to.columns], order);
    for (let r = 0, at = 0; r < to.rows; r++) for (let c = 0; c < to.columns; c++) out[slice * to.slice + r * to.row + c * to.column] = zoomed[at++];
  }
  return out;
}

function planeSteps(shape: readonly number[], axis: number, [row, column]: readonly number[]) {
  const strides = [shape[1] * shape[2], shape[2], 1];
  return { rows: shape[row], columns: shape[column], slice: strides[axis], row: strides[row], column: strides[column] };
}
