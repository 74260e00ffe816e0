import { FaultError } from '#core/faults.ts';
import type { Block, Bounds } from '#core/models/block.ts';
import { cropped, transposed } from '#core/models/block.ts';
import { roundHalfEven } from '#core/models/nnunet/resample.ts';
import { lineResampled } from '#core/models/sat/lineResample.ts';
import type { SatSettings } from '#core/models/sat/satManifest.ts';
import { quantileOfSorted } from '#core/num/quantiles.ts';
import type { Dims } from '#core/volume/grid.ts';

/** An image as the volume worker holds it: canonical order (x to the right, y to the front, z up), x fastest. */
export interface SatImage {
  readonly dims: Dims;
  readonly spacingMm: readonly number[];
  readonly data: ArrayLike<number>;
  /** 'ct' or another of the manifest's modalities, merged (see `mergedModality`). */
  readonly modality: string;
}

/** An image in SAT's grid, axes [x, y, z] with z fastest, and what undoing needs. */
export interface SatPrepared {
  readonly image: Block;
  readonly dims: Dims;
  readonly spacingMm: readonly number[];
  readonly toMm: readonly number[];
  readonly resampledShape: readonly number[];
  /** The foreground's box in the resampled grid. */
  readonly bounds: Bounds;
}

/**
 * SAT's preprocessing in its order: axes to RAS, spacing (linear, the first voxel stays), crop to raw values above 0
 * (that is its rule, on CT too: HU > 0), clip, and z-score over the crop. Reference: MONAI Orientation, Spacing and
 * CropForeground, then SAT's data/inference_dataset.py. A shear in the affine is left out of account.
 */
export function satPrepared(it: SatImage, settings: SatSettings): SatPrepared {
  const [nx, ny, nz] = it.dims;
  const turned = transposed({ shape: [nz, ny, nx], data: new Float32Array(it.data) }, [2, 1, 0]);
  const toMm = isSame(it.spacingMm, settings.spacingMm) ? it.spacingMm : settings.spacingMm;
  const sampling = it.dims.map((n, axis) => ({ length: roundHalfEven(((n - 1) * it.spacingMm[axis]) / toMm[axis] + 1), start: 0, step: toMm[axis] / it.spacingMm[axis] }));
  const resampled = lineResampled(turned, sampling);
  const bounds = positiveBounds(resampled);
  const inside = cropped(resampled, bounds);
  return { image: { shape: inside.shape, data: zScored(clipped(inside.data, it.modality, settings)) }, dims: it.dims, spacingMm: it.spacingMm, toMm, resampledShape: resampled.shape, bounds };
}

/** MONAI leaves an image alone whose spacing is this near. */
const SAME_MM = 1e-3;

function isSame(a: readonly number[], b: readonly number[]): boolean {
  return a.every((value, axis) => Math.abs(value - b[axis]) <= SAME_MM);
}

function positiveBounds({ shape, data }: Block): Bounds {
  const low = [...shape];
  const high = [-1, -1, -1];
  for (let a = 0, at = 0; a < shape[0]; a++) for (let b = 0; b < shape[1]; b++) for (let c = 0; c < shape[2]; c++) {
    if (!(data[at++] > 0)) continue;
    if (a < low[0]) low[0] = a;
    if (a > high[0]) high[0] = a;
    if (b < low[1]) low[1] = b;
    if (b > high[1]) high[1] = b;
    if (c < low[2]) low[2] = c;
    if (c > high[2]) high[2] = c;
  }
  if (high[0] < 0) throw new FaultError('sat-no-foreground', { expected: 'voxels above 0', came: 'none' });
  return low.map((from, axis) => [from, high[axis] + 1] as const);
}

function clipped(data: Float32Array, modality: string, { intensity }: SatSettings): Float32Array {
  const [low, high] = modality === 'ct' ? intensity.ct.clip : percentilesOf(data, intensity.other.percentiles);
  return data.map((value) => Math.min(Math.max(value, low), high));
}

function percentilesOf(data: Float32Array, percentiles: readonly [number, number]): readonly [number, number] {
  const ascending = data.slice().sort();
  return [quantileOfSorted(ascending, percentiles[0] / 100), quantileOfSorted(ascending, percentiles[1] / 100)];
}

/** Standard score over all values, with the population's deviation as numpy has it. A constant image has no score. */
function zScored(data: Float32Array): Float32Array {
  let sum = 0;
  for (const value of data) sum += value;
  const mean = sum / data.length;
  let squares = 0;
  for (const value of data) squares += (value - mean) ** 2;
  const deviation = Math.sqrt(squares / data.length);
  if (!(deviation > 0)) throw new FaultError('sat-no-foreground', { expected: 'intensities that differ', came: `${mean} everywhere inside` });
  return data.map((value) => (value - mean) / deviation);
}
