import { attemptNow } from '#core/faults.ts';
import type { Result } from '#core/faults.ts';
import type { VoxelPoint } from '#core/volume/grid.ts';
import { voxelCount } from '#core/volume/grid.ts';
import type { Plane } from '#core/volume/slice.ts';
import { planeAxes } from '#core/volume/slice.ts';
import type { Mask } from '#core/volume/volume.ts';
import { STEP_MM } from '#core/errormaps/compactMap.ts';
import type { CroppedPair } from '#core/errormaps/croppedPair.ts';
import { cutPair } from '#core/errormaps/croppedPair.ts';
import { eachVoxelBeside, pairSurfels } from '#core/errormaps/elementVoxels.ts';
import { signedDisplacement } from '#core/errormaps/signedDisplacement.ts';

/** The predicted surface on one slice, as far as the reference's surface crosses it. */
export interface SliceDistance {
  readonly index: number;
  /** Mean of the distances without their signs, mm, by area. */
  readonly meanMm: number;
  /** The largest, signed (positive outside), and its voxel. */
  readonly farthestMm: number;
  readonly at: VoxelPoint;
}

/** Signed surface distances of one case in its own space. */
export interface CaseDistances {
  /** On the masks' grid, x fastest: ZERO_CODE + mm / STEP_MM in the voxels on both sides of the reference's surface (1 to 255, clipped), 0 elsewhere. */
  readonly codes: Uint8Array<ArrayBuffer>;
  /** Slices that the reference's surface crosses, in order. */
  readonly slices: Readonly<Record<Plane, readonly SliceDistance[]>>;
  readonly meanMm: number;
  readonly farthestMm: number;
}

/** The code of a distance of 0; 0 itself means that no surface is there. */
export const ZERO_CODE = 128;

export function codeOfMm(mm: number): number {
  return Math.max(1, Math.min(255, ZERO_CODE + Math.round(mm / STEP_MM)));
}

/**
 * Where the predicted surface lies against the reference's, voxel by voxel (same grid, any orientation). An organ in
 * several pieces is allowed, as nothing is laid out round a centre. Fails with mask-grid-mismatch, map-organ-absent,
 * map-organ-tiny, map-prediction-empty, map-prediction-fills.
 */
export function caseDistances(prediction: Mask, reference: Mask): Result<CaseDistances> {
  return attemptNow(() => {
    const pair = cutPair(prediction, reference);
    const { mm, area } = voxelDistances(pair);
    const codes = new Uint8Array(voxelCount(reference.grid));
    const [nx, ny] = reference.grid.dims;
    const plane = (it: Plane) => makeTally(pair, planeAxes(it)[2]);
    const tallies = { axial: plane('axial'), coronal: plane('coronal'), sagittal: plane('sagittal') };
    let sum = 0, total = 0, farthestMm = 0;
    const { dims: [bx, by, bz] } = pair.grid;
    for (let k = 0, at = 0; k < bz; k++) for (let j = 0; j < by; j++) for (let i = 0; i < bx; i++, at++) {
      if (area[at] === 0) continue;
      const place = [i + pair.low[0], j + pair.low[1], k + pair.low[2]] as const;
      codes[place[0] + nx * (place[1] + ny * place[2])] = codeOfMm(mm[at]);
      for (const tally of Object.values(tallies)) tally.add(place, mm[at], area[at]);
      sum += area[at] * Math.abs(mm[at]);
      total += area[at];
      if (Math.abs(mm[at]) > Math.abs(farthestMm)) farthestMm = mm[at];
    }
    return {
      codes, farthestMm, meanMm: sum / total,
      slices: { axial: tallies.axial.slices(), coronal: tallies.coronal.slices(), sagittal: tallies.sagittal.slices() },
    };
  });
}

/** Each surface element counts in the (up to eight) voxels that meet at it. */
function voxelDistances(pair: CroppedPair): { readonly mm: Float32Array; readonly area: Float32Array } {
  const lattice = pairSurfels(pair);
  const displacement = signedDisplacement(pair, lattice);
  const { kind, weightOfKind } = lattice.reference;
  const mm = new Float32Array(voxelCount(pair.grid)), area = new Float32Array(mm.length);
  eachVoxelBeside(lattice, pair.grid.dims, (s, at) => {
    const share = weightOfKind[kind[s]] / 8;
    mm[at] += share * displacement[s];
    area[at] += share;
  });
  for (let at = 0; at < mm.length; at++) if (area[at] > 0) mm[at] /= area[at];
  return { mm, area };
}

function makeTally({ grid: { dims }, low }: CroppedPair, axis: 0 | 1 | 2) {
  const sum = new Float64Array(dims[axis]), total = new Float64Array(dims[axis]), farthest = new Float64Array(dims[axis]);
  const where = Array.from({ length: dims[axis] }, (): VoxelPoint => ({ i: 0, j: 0, k: 0 }));
  return {
    add(place: readonly [number, number, number], mm: number, area: number): void {
      const n = place[axis] - low[axis];
      sum[n] += area * Math.abs(mm);
      total[n] += area;
      if (Math.abs(mm) <= Math.abs(farthest[n]) && total[n] > area) return;
      farthest[n] = mm;
      where[n] = { i: place[0], j: place[1], k: place[2] };
    },
    slices: (): SliceDistance[] => where.flatMap((at, n) => (total[n] === 0 ? [] : [{ index: n + low[axis], meanMm: sum[n] / total[n], farthestMm: farthest[n], at }])),
  };
}
