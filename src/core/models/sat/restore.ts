import type { Block } from '#core/models/block.ts';
import { copyRows, transposed } from '#core/models/block.ts';
import { lineResampled } from '#core/models/sat/lineResample.ts';
import type { SatPrepared } from '#core/models/sat/preprocess.ts';

/**
 * Probabilities of SAT's grid back on the image's: uncropped with zeros, resampled linearly at the image's voxel
 * centres, x fastest. SAT itself leaves its masks in the processed grid.
 */
export function restored(probability: Float32Array, it: SatPrepared): Float32Array {
  const { resampledShape } = it;
  const full: Block = { shape: resampledShape, data: new Float32Array(resampledShape[0] * resampledShape[1] * resampledShape[2]) };
  copyRows(resampledShape, it.bounds, (to, length, from) => full.data.set(probability.subarray(from, from + length), to));
  const sampling = it.dims.map((length, axis) => ({ length, start: 0, step: it.spacingMm[axis] / it.toMm[axis] }));
  return transposed(lineResampled(full, sampling), [2, 1, 0]).data;
}

/** Marks `value` where the probability passes one half and is the largest so far. */
export function claimVoxels(labels: Uint8Array, best: Float32Array, probability: Float32Array, value: number): void {
  for (let at = 0; at < labels.length; at++) {
    if (probability[at] > 0.5 && probability[at] > best[at]) {
      best[at] = probability[at];
      labels[at] = value;
    }
  }
}
