import type { EmptyStatus } from '#core/metrics/emptyStatus.ts';
import { emptyStatus } from '#core/metrics/emptyStatus.ts';
import type { OverlapCounts } from '#core/metrics/overlapCounts.ts';

/**
 * Scores that follow from voxel counts alone. null: undefined (0/0); `status` says why. Dice and IoU are 0 where exactly
 * one mask is empty; an EmptyPolicy decides what the user is shown.
 */
export interface Overlap {
  readonly status: EmptyStatus;
  readonly dice: number | null;
  readonly iou: number | null;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly predictionVolumeMl: number;
  readonly referenceVolumeMl: number;
  /** Prediction minus reference. */
  readonly volumeErrorMl: number;
  /** (prediction − reference) / reference. */
  readonly relativeVolumeError: number | null;
  /** 1 − |prediction − reference| / (prediction + reference). */
  readonly volumetricSimilarity: number | null;
}

/** The scores of these counts on voxels of this volume. */
export function overlap(counts: OverlapCounts, voxelVolumeMl: number): Overlap {
  const { truePositives: both, predictionVoxels: inPrediction, referenceVoxels: inReference } = counts;
  const difference = inPrediction - inReference;
  return {
    status: emptyStatus(inPrediction, inReference),
    dice: ratio(2 * both, inPrediction + inReference),
    iou: ratio(both, inPrediction + inReference - both),
    precision: ratio(both, inPrediction),
    recall: ratio(both, inReference),
    predictionVolumeMl: inPrediction * voxelVolumeMl,
    referenceVolumeMl: inReference * voxelVolumeMl,
    volumeErrorMl: difference * voxelVolumeMl,
    relativeVolumeError: ratio(difference, inReference),
    volumetricSimilarity: inPrediction + inReference === 0 ? null : 1 - Math.abs(difference) / (inPrediction + inReference),
  };
}

function ratio(above: number, below: number): number | null {
  return below === 0 ? null : above / below;
}
