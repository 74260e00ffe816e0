import type { Mask } from '#core/volume/volume.ts';
import { spacingMm } from '#core/volume/grid.ts';
import { boundaryVoxels } from '#core/metrics/boundaryVoxels.ts';
import type { DistanceDistribution } from '#core/metrics/distanceDistribution.ts';
import { distanceDistribution } from '#core/metrics/distanceDistribution.ts';
import { nearestDistances } from '#core/metrics/nearestDistances.ts';
import { offsetShells } from '#core/metrics/offsetShells.ts';
import type { SiteLattice } from '#core/metrics/sites.ts';
import { PREDICTION, REFERENCE } from '#core/metrics/sites.ts';
import { surfels } from '#core/metrics/surfels.ts';
import type { VoxelBox } from '#core/metrics/voxelBox.ts';

/**
 * How a surface is made of a mask. Figures of the two differ by up to millimetres and are never shown under one name.
 * - surface-elements: google-deepmind/surface-distance (areas on the lattice of voxel corners).
 * - voxel-boundary: MONAI and MetricsReloaded (boundary voxels by six neighbours, centre to centre, counted).
 */
export type SurfaceFamily = 'surface-elements' | 'voxel-boundary';

/** Distances between the surfaces of a pair of masks, in both directions: computed once, read by all metrics. */
export interface SurfaceDistances {
  readonly family: SurfaceFamily;
  readonly lattice: SiteLattice;
  /** In mm, in the order of the lattice's prediction sites. */
  readonly predictionToReferenceMm: Float64Array;
  readonly referenceToPredictionMm: Float64Array;
  readonly ofPrediction: DistanceDistribution;
  readonly ofReference: DistanceDistribution;
}

/** Both masks on one grid; `box` holds them (overlapCounts gives it). Axes are taken to be at right angles. */
export function surfaceDistances(prediction: Mask, reference: Mask, box: VoxelBox, family: SurfaceFamily): SurfaceDistances {
  const sites = family === 'surface-elements' ? surfels : boundaryVoxels;
  const spacing = spacingMm(reference.grid);
  const lattice = sites(prediction.data, reference.data, reference.grid.dims, box, spacing);
  const shells = offsetShells(spacing);
  const predictionToReferenceMm = nearestDistances(lattice, shells, PREDICTION);
  const referenceToPredictionMm = nearestDistances(lattice, shells, REFERENCE);
  return {
    family, lattice, predictionToReferenceMm, referenceToPredictionMm,
    ofPrediction: distanceDistribution(predictionToReferenceMm, lattice.prediction),
    ofReference: distanceDistribution(referenceToPredictionMm, lattice.reference),
  };
}
