import { FaultError } from '#core/faults.ts';
import type { Patch } from '#core/models/sat/patches.ts';
import { importanceMap } from '#core/models/nnunet/tiles.ts';

/** Σ weight · probability per class, and Σ weight; [class, x, y, z]. */
export interface Blend {
  readonly shape: readonly number[];
  readonly classes: number;
  readonly sums: Float32Array;
  readonly weights: Float32Array;
  /** Of a whole patch. */
  readonly importance: Float32Array;
  readonly patchSize: readonly number[];
}

export function makeBlend(shape: readonly number[], classes: number, patchSize: readonly number[], sigma: number): Blend {
  const voxels = shape[0] * shape[1] * shape[2];
  return { shape, classes, sums: new Float32Array(classes * voxels), weights: new Float32Array(voxels), importance: importanceMap(patchSize, sigma), patchSize };
}

/**
 * Adds a patch's answer: logit = Σ over channels of maskEmbed[class] · perPixel at each voxel, through the sigmoid, with
 * the Gaussian's weight. Only voxels of the image count, not the padding.
 */
export function addPatch(blend: Blend, { origin, size }: Patch, perPixel: Float32Array, maskEmbed: Float32Array): void {
  const { shape, classes, sums, weights, importance, patchSize } = blend;
  const patchVoxels = importance.length;
  const voxels = weights.length;
  const channels = perPixel.length / patchVoxels;
  const row = new Float32Array(size[2]);
  for (let a = 0; a < size[0]; a++) for (let b = 0; b < size[1]; b++) {
    const from = (a * patchSize[1] + b) * patchSize[2];
    const to = ((origin[0] + a) * shape[1] + origin[1] + b) * shape[2] + origin[2];
    for (let c = 0; c < size[2]; c++) weights[to + c] += importance[from + c];
    for (let it = 0; it < classes; it++) {
      dotRow(row, perPixel, from, patchVoxels, maskEmbed, it * channels, channels);
      for (let c = 0; c < size[2]; c++) sums[it * voxels + to + c] += importance[from + c] / (1 + Math.exp(-row[c]));
    }
  }
}

function dotRow(row: Float32Array, perPixel: Float32Array, from: number, stride: number, embed: Float32Array, at: number, channels: number): void {
  row.fill(0);
  for (let channel = 0; channel < channels; channel++) {
    const weight = embed[at + channel];
    const base = channel * stride + from;
    for (let c = 0; c < row.length; c++) row[c] += weight * perPixel[base + c];
  }
  const sum = row.reduce((total, logit) => total + logit, 0);
  if (!Number.isFinite(sum)) throw new FaultError('model-not-finite', { expected: 'finite logits', came: `a row that sums to ${sum}` });
}

/** The blended probabilities of one class. */
export function probabilities({ sums, weights }: Blend, of: number): Float32Array {
  const voxels = weights.length;
  return weights.map((weight, at) => sums[of * voxels + at] / weight);
}
