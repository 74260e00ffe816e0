/**
 * What an equal boundary error costs this subject in Dice: 1 − d·A/(2V), with A the surface area and V the volume of the
 * reference, and d the pooled ASSD of that organ and model over the cohort. Small organs lose more Dice by the same error;
 * a gap between groups that stays within the gap of their floors says nothing about the model. Not below 0.
 */
export function metricFloor(reference: { readonly surfaceAreaMm2: number; readonly volumeMl: number }, pooledAssdMm: number): number | null {
  if (reference.volumeMl <= 0) return null;
  return Math.max(0, 1 - (pooledAssdMm * reference.surfaceAreaMm2) / (2 * reference.volumeMl * 1000));
}
