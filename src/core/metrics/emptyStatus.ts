/** Whether a pair of masks can be compared. What a metric becomes when it is not `ok` is said by an EmptyPolicy. */
export type EmptyStatus = 'ok' | 'both-empty' | 'reference-empty' | 'prediction-empty';

export function emptyStatus(predictionVoxels: number, referenceVoxels: number): EmptyStatus {
  if (predictionVoxels > 0) return referenceVoxels > 0 ? 'ok' : 'reference-empty';
  return referenceVoxels > 0 ? 'prediction-empty' : 'both-empty';
}
