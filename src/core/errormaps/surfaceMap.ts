import { attemptNow, fault } from '#core/faults.ts';
import type { Fault, Result } from '#core/faults.ts';
import type { Mask } from '#core/volume/volume.ts';
import type { SiteLattice } from '#core/metrics/sites.ts';
import type { CroppedPair, OnePiece } from '#core/errormaps/croppedPair.ts';
import { croppedPair } from '#core/errormaps/croppedPair.ts';
import { pairSurfels } from '#core/errormaps/elementVoxels.ts';
import type { OrganFrame } from '#core/errormaps/organFrame.ts';
import { organFrame, toUnit } from '#core/errormaps/organFrame.ts';
import { gatherBins } from '#core/errormaps/gatherBins.ts';
import { signedDisplacement } from '#core/errormaps/signedDisplacement.ts';
import type { BinTopology } from '#core/errormaps/surfaceBins.ts';
import { binCoordinates } from '#core/errormaps/surfaceBins.ts';
import { vesselCoordinates } from '#core/errormaps/vesselCoordinates.ts';

/** How a bin came by its values: from the surface in it, from its neighbours (no surface fell there), or not at all. */
export const MEASURED = 0;
export const FILLED = 1;
export const MASKED = 2;

/** Errors of one organ in one case on the grid of surfaceBins.ts. */
export interface SurfaceMap {
  readonly topology: BinTopology;
  /** Predicted minus reference surface in mm, positive outside; NaN where masked. */
  readonly signedMm: Float32Array;
  /** Share of the bin's reference surface that the prediction passes on the outside (or on the inside) by more than the tolerance. */
  readonly fpShare: Float32Array;
  readonly fnShare: Float32Array;
  /** Reference surface that was sampled, mm². */
  readonly weightMm2: Float32Array;
  /** MEASURED, FILLED or MASKED. */
  readonly state: Uint8Array;
  /** Where the bin's surface lies in the patient: x, y, z (RAS, mm) bin after bin; NaN where masked. For the crosshair and for mean shapes. */
  readonly placesMm: Float32Array;
  readonly frame: OrganFrame;
  readonly toleranceMm: number;
  /** map-organ-truncated, map-organ-strays. */
  readonly notices: readonly Fault[];
}

export interface SurfaceMapOptions {
  /** 'organ': directions from the centre. 'vessel': position along the centre line and angle around it. */
  readonly kind?: 'organ' | 'vessel';
  /** What counts as error in the shares; half the longest voxel edge where absent (less cannot be seen). */
  readonly toleranceMm?: number;
}

/**
 * The surface map of a prediction against the reference (same grid, any orientation). Fails by the named reasons of
 * croppedPair.ts. Surface on the edge of the image is not the organ's own and is left out; bins that are mostly such
 * are masked. A false-positive island away from the organ does not show here, but in the volume map.
 */
export function surfaceMap(prediction: Mask, reference: Mask, options: SurfaceMapOptions = {}): Result<SurfaceMap> {
  return attemptNow(() => mapOf(croppedPair(prediction, reference), options));
}

function mapOf(pair: OnePiece, options: SurfaceMapOptions): SurfaceMap {
  const { grid, spacingMm, reference } = pair;
  const frame = organFrame(reference, grid);
  const lattice = pairSurfels(pair);
  const displacement = signedDisplacement(pair, lattice);
  const topology = options.kind === 'vessel' ? 'tube' : 'sphere';
  const toleranceMm = options.toleranceMm ?? Math.max(...spacingMm) / 2;
  const { points, place } = placedElements(pair, lattice, frame, topology);
  const edges = onEdge(pair, lattice);
  const bins = gatherBins({
    topology, place, edges,
    areaMm2: Float64Array.from(lattice.reference.kind, (kind) => lattice.reference.weightOfKind[kind]),
    columns: [
      displacement, displacement.map((mm) => (mm > toleranceMm ? 1 : 0)), displacement.map((mm) => (mm < -toleranceMm ? 1 : 0)),
      ...[0, 1, 2].map((axis) => displacement.map((_, s) => points[3 * s + axis])),
    ],
  });
  const [signedMm, fpShare, fnShare, ...places] = bins.values;
  const placesMm = Float32Array.from({ length: 3 * signedMm.length }, (_, n) => places[n % 3][Math.floor(n / 3)]);
  const notices: Fault[] = [];
  if (edges.some((it) => it === 1)) notices.push(fault('map-organ-truncated', { came: `${bins.state.filter((it) => it === MASKED).length} of ${bins.state.length} bins masked` }));
  if (pair.strayShare > 0) notices.push(fault('map-organ-strays', { came: `${(100 * pair.strayShare).toFixed(1)} % of the organ` }));
  return { topology, signedMm, fpShare, fnShare, weightMm2: bins.weightMm2, state: bins.state, placesMm, frame, toleranceMm, notices };
}

/** The reference's surface elements: where they lie in the patient (x, y, z), and on the grid of bins (fractional row and column, pairwise). */
export function placedElements(pair: CroppedPair, lattice: SiteLattice, frame: OrganFrame, topology: BinTopology): { readonly points: Float64Array; readonly place: Float64Array } {
  const points = elementsInWorld(lattice, pair.grid.affine);
  return { points, place: topology === 'tube' ? vesselCoordinates(pair, points, frame) : organCoordinates(points, frame) };
}

/** Fractional rows and columns of the elements by direction, pairwise. */
function organCoordinates(points: Float64Array, frame: OrganFrame): Float64Array {
  const out = new Float64Array((2 * points.length) / 3);
  for (let s = 0; 3 * s < points.length; s++) {
    const { row, column } = binCoordinates(toUnit(frame, { x: points[3 * s], y: points[3 * s + 1], z: points[3 * s + 2] }));
    out[2 * s] = row;
    out[2 * s + 1] = column;
  }
  return out;
}

/** Positions of the reference's surface elements in the patient: x, y, z one after the other. */
function elementsInWorld({ size: [w, h], origin: [oi, oj, ok], reference: { index } }: SiteLattice, a: readonly number[]): Float64Array {
  const out = new Float64Array(3 * index.length);
  for (let s = 0; s < index.length; s++) {
    const row = Math.floor(index[s] / w), slice = Math.floor(row / h);
    const i = oi + index[s] - row * w, j = oj + row - slice * h, k = ok + slice;
    for (let axis = 0; axis < 3; axis++) out[3 * s + axis] = a[4 * axis] * i + a[4 * axis + 1] * j + a[4 * axis + 2] * k + a[4 * axis + 3];
  }
  return out;
}

/** 1 for reference elements on a face of the box that is a face of the image. */
function onEdge({ atEdge }: CroppedPair, { size, reference }: SiteLattice): Uint8Array {
  if (!atEdge.includes(true)) return new Uint8Array(reference.index.length);
  return Uint8Array.from(reference.index, (index) => {
    const at = [index % size[0], Math.floor(index / size[0]) % size[1], Math.floor(index / (size[0] * size[1]))];
    return at.some((place, axis) => (place === 0 && atEdge[2 * axis]) || (place === size[axis] - 1 && atEdge[2 * axis + 1])) ? 1 : 0;
  });
}
