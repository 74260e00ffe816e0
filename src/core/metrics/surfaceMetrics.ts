import type { DistanceDistribution } from '#core/metrics/distanceDistribution.ts';
import { linearQuantile, meanDistance, pooledMeanDistance, stepQuantile, weightWithin } from '#core/metrics/distanceDistribution.ts';
import type { SurfaceDistances, SurfaceFamily } from '#core/metrics/surfaceDistances.ts';

/**
 * Metrics of one family as its reference implementation gives them, empty masks included: null where it gives NaN,
 * Infinity where it does. What users are shown of those is decided by an EmptyPolicy.
 */
export interface SurfaceMetrics {
  readonly family: SurfaceFamily;
  /** Largest distance, both directions. */
  readonly hdMm: number | null;
  /** The larger of the two directed 95th percentiles (by area, or of voxels linearly interpolated). */
  readonly hd95Mm: number | null;
  /** Mean over both surfaces together (area-weighted, or by voxel). */
  readonly assdMm: number | null;
  /** Mean of the two directed means. */
  readonly masdMm: number | null;
  readonly asdPredictionToReferenceMm: number | null;
  readonly asdReferenceToPredictionMm: number | null;
  /** Total area in mm², or number of boundary voxels. */
  readonly predictionSurface: number;
  readonly referenceSurface: number;
}

export function surfaceMetrics({ family, ofPrediction, ofReference }: SurfaceDistances): SurfaceMetrics {
  const there = meanDistance(ofPrediction), back = meanDistance(ofReference);
  return {
    family,
    hdMm: hausdorff(family, ofPrediction, ofReference, 1),
    hd95Mm: hausdorff(family, ofPrediction, ofReference, 0.95),
    assdMm: pooledMeanDistance(ofPrediction, ofReference),
    masdMm: meanOfBoth(family, there, back),
    asdPredictionToReferenceMm: there,
    asdReferenceToPredictionMm: back,
    predictionSurface: ofPrediction.totalWeight,
    referenceSurface: ofReference.totalWeight,
  };
}

/** The larger of the directed distances below which this share of each surface lies. */
export function hausdorff(family: SurfaceFamily, a: DistanceDistribution, b: DistanceDistribution, share: number): number | null {
  if (a.totalWeight === 0 || b.totalWeight === 0) {
    // surface-distance answers infinity even where there is no surface at all; MONAI answers NaN there.
    return family === 'surface-elements' || a.totalWeight + b.totalWeight > 0 ? Infinity : null;
  }
  const quantile = family === 'surface-elements' ? stepQuantile : linearQuantile;
  return Math.max(quantile(a, share) ?? 0, quantile(b, share) ?? 0);
}

/** Normalised surface Dice: the share of both surfaces within the tolerance of the other; null without any surface. */
export function nsd({ ofPrediction, ofReference }: SurfaceDistances, toleranceMm: number): number | null {
  const total = ofPrediction.totalWeight + ofReference.totalWeight;
  return total === 0 ? null : (weightWithin(ofPrediction, toleranceMm) + weightWithin(ofReference, toleranceMm)) / total;
}

/** Share of one surface within the tolerance of the other; null where that surface is absent. */
export function overlapWithin(of: DistanceDistribution, toleranceMm: number): number | null {
  return of.totalWeight === 0 ? null : weightWithin(of, toleranceMm) / of.totalWeight;
}

/** Where one surface is absent, surface-distance leaves its mean undefined and MONAI takes infinity. */
function meanOfBoth(family: SurfaceFamily, there: number | null, back: number | null): number | null {
  if (there !== null && back !== null) return (there + back) / 2;
  return family === 'voxel-boundary' && (there ?? back) !== null ? Infinity : null;
}
