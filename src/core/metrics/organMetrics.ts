import { makeBreather } from '#core/num/breather.ts';
import { gridDifference, isSameGrid } from '#core/volume/alignMask.ts';
import { voxelVolumeMl } from '#core/volume/grid.ts';
import type { Mask } from '#core/volume/volume.ts';
import { FaultError } from '#core/faults.ts';
import type { CentroidShift } from '#core/metrics/centroidShift.ts';
import { centroidShift } from '#core/metrics/centroidShift.ts';
import type { EmptyStatus } from '#core/metrics/emptyStatus.ts';
import type { MetricValues } from '#core/metrics/metricCatalogue.ts';
import { overlap } from '#core/metrics/overlap.ts';
import { overlapCounts } from '#core/metrics/overlapCounts.ts';
import type { SliceDice } from '#core/metrics/sliceDice.ts';
import { diceOfSlices } from '#core/metrics/sliceDice.ts';
import type { SurfaceDistances, SurfaceFamily } from '#core/metrics/surfaceDistances.ts';
import { surfaceDistances } from '#core/metrics/surfaceDistances.ts';
import { nsd, surfaceMetrics } from '#core/metrics/surfaceMetrics.ts';
import type { VoxelBox } from '#core/metrics/voxelBox.ts';

/** Everything that is measured of one organ in one case. */
export interface OrganMetrics {
  readonly status: EmptyStatus;
  readonly values: MetricValues;
  readonly toleranceMm: number;
  /** Surface area of the reference in mm² by surface elements, for the metric floor. */
  readonly referenceAreaMm2: number;
  readonly centroidShift: CentroidShift | null;
  /** Dice per index k (axial slices). */
  readonly sliceDice: readonly SliceDice[];
  /** Surface elements and their distances, for error maps; undefined where both masks are empty. */
  readonly surface: SurfaceDistances | undefined;
}

export interface OrganMetricsOptions {
  readonly toleranceMm: number;
  /** Families to measure; surface elements are the default. */
  readonly families?: readonly SurfaceFamily[];
  readonly signal?: AbortSignal;
}

const NOWHERE: VoxelBox = { low: [0, 0, 0], high: [0, 0, 0] };

/**
 * Measures a prediction against the reference on the same grid. Counts are made in one pass, surfaces and distances once
 * per family. Fails with mask-grid-mismatch, or cancelled.
 */
export async function organMetrics(prediction: Mask, reference: Mask, options: OrganMetricsOptions): Promise<OrganMetrics> {
  const breathe = makeBreather(options.signal);
  if (!isSameGrid(reference.grid, prediction.grid)) {
    throw new FaultError('mask-grid-mismatch', { came: gridDifference(reference.grid, prediction.grid) });
  }
  const counts = overlapCounts(prediction.data, reference.data, reference.grid.dims);
  const { status, ...scores } = overlap(counts, voxelVolumeMl(reference.grid));
  await breathe();
  const box = counts.box ?? NOWHERE;
  const shift = centroidShift(prediction, reference, box);
  await breathe();
  const values: Partial<Record<keyof MetricValues, number | null>> = {
    dice: scores.dice, iou: scores.iou, precision: scores.precision, recall: scores.recall,
    predictionVolumeMl: scores.predictionVolumeMl, referenceVolumeMl: scores.referenceVolumeMl,
    volumeErrorMl: scores.volumeErrorMl, relativeVolumeError: scores.relativeVolumeError,
    centroidShiftMm: shift?.lengthMm ?? null,
  };
  const families = options.families ?? ['surface-elements'];
  let surface: SurfaceDistances | undefined;
  let referenceAreaMm2 = 0;
  if (families.includes('surface-elements')) {
    surface = surfaceDistances(prediction, reference, box, 'surface-elements');
    const { hdMm, hd95Mm, assdMm, masdMm, referenceSurface } = surfaceMetrics(surface);
    Object.assign(values, { hdMm, hd95Mm, assdMm, masdMm, nsd: nsd(surface, options.toleranceMm) });
    referenceAreaMm2 = referenceSurface;
    await breathe();
  }
  if (families.includes('voxel-boundary')) {
    const boundary = surfaceDistances(prediction, reference, box, 'voxel-boundary');
    const it = surfaceMetrics(boundary);
    Object.assign(values, {
      hdVoxelBoundaryMm: it.hdMm, hd95VoxelBoundaryMm: it.hd95Mm, assdVoxelBoundaryMm: it.assdMm, masdVoxelBoundaryMm: it.masdMm,
      nsdVoxelBoundary: nsd(boundary, options.toleranceMm),
    });
    await breathe();
  }
  return {
    status, values, referenceAreaMm2, surface,
    toleranceMm: options.toleranceMm,
    centroidShift: shift,
    sliceDice: diceOfSlices(counts.slices),
  };
}
