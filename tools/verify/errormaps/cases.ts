/** Masks and maps that the checks of verify:errormaps share. */
import type { Random } from '#core/num/random.ts';
import type { Affine, Dims, WorldPoint } from '#core/volume/grid.ts';
import type { Mask } from '#core/volume/volume.ts';
import { voxelToWorld } from '#core/volume/world.ts';
import type { SurfaceMap, SurfaceMapOptions } from '#core/errormaps/surfaceMap.ts';
import { surfaceMap } from '#core/errormaps/surfaceMap.ts';
import { BINS, binNeighbours } from '#core/errormaps/surfaceBins.ts';

export const NEIGHBOURS = binNeighbours('sphere');

export interface Check {
  readonly check: string;
  readonly value: number;
  readonly limit: number;
  readonly holds: boolean;
}

export function atMost(check: string, value: number, limit: number): Check {
  return { check, value, limit, holds: value <= limit };
}

export function atLeast(check: string, value: number, limit: number): Check {
  return { check, value, limit, holds: value >= limit };
}

/** What a rate of 5 % does not exceed in 99 of 100 series of this many repeats (normal approximation). */
export function fivePercentBound(repeats: number): number {
  return 0.05 + 2.326 * Math.sqrt((0.05 * 0.95) / repeats);
}

export function mask(dims: Dims, step: readonly [number, number, number], isIn: (x: number, y: number, z: number) => boolean): Mask {
  const data = new Uint8Array(dims[0] * dims[1] * dims[2]);
  for (let k = 0, at = 0; k < dims[2]; k++) for (let j = 0; j < dims[1]; j++) for (let i = 0; i < dims[0]; i++, at++) {
    if (isIn(i * step[0], j * step[1], k * step[2])) data[at] = 1;
  }
  const affine: Affine = [step[0], 0, 0, 0, 0, step[1], 0, 0, 0, 0, step[2], 0, 0, 0, 0, 1];
  return { grid: { dims, affine }, data };
}

export function mapOf(prediction: Mask, reference: Mask, options: SurfaceMapOptions = {}): SurfaceMap {
  const result = surfaceMap(prediction, reference, options);
  if (result.state === 'failed') throw new Error(`${result.fault.code} ${result.fault.came ?? ''}`);
  return result.value;
}

/** The mask with its axes in another order (`order[new axis] = old axis`) and some of the new ones reversed; same place in the patient. */
export function reoriented({ grid: { dims, affine }, data }: Mask, order: readonly [number, number, number], reversed: readonly [boolean, boolean, boolean]): Mask {
  const strides = [1, dims[0], dims[0] * dims[1]];
  const size: Dims = [dims[order[0]], dims[order[1]], dims[order[2]]];
  const step = order.map((axis, n) => (reversed[n] ? -strides[axis] : strides[axis]));
  const start = order.reduce((sum, axis, n) => sum + (reversed[n] ? (dims[axis] - 1) * strides[axis] : 0), 0);
  const out = new Uint8Array(data.length);
  for (let k = 0, at = 0; k < size[2]; k++) for (let j = 0; j < size[1]; j++) for (let i = 0; i < size[0]; i++, at++) {
    out[at] = data[start + i * step[0] + j * step[1] + k * step[2]];
  }
  const row = (r: number) => {
    const origin = order.reduce((sum, axis, n) => sum + (reversed[n] ? affine[4 * r + axis] * (dims[axis] - 1) : 0), affine[4 * r + 3]);
    return [...order.map((axis, n) => (reversed[n] ? -affine[4 * r + axis] : affine[4 * r + axis])), origin];
  };
  return { grid: { dims: size, affine: [...row(0), ...row(1), ...row(2), 0, 0, 0, 1] }, data: out };
}

/** Largest difference of the signed maps over all 48 orders and directions of the axes, or over every n-th of them. */
export function worstOrientation(prediction: Mask, reference: Mask, options: SurfaceMapOptions = {}, every = 1): number {
  const first = mapOf(prediction, reference, options).signedMm;
  let worst = 0, turn = 0;
  for (const order of [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] as const) {
    for (let flips = 0; flips < 8; flips++) {
      if (turn++ % every !== 0) continue;
      const reversed = [(flips & 1) > 0, (flips & 2) > 0, (flips & 4) > 0] as const;
      const turned = mapOf(reoriented(prediction, order, reversed), reoriented(reference, order, reversed), options).signedMm;
      for (let bin = 0; bin < BINS; bin++) {
        if (Number.isNaN(first[bin]) !== Number.isNaN(turned[bin])) return Infinity;
        if (!Number.isNaN(first[bin])) worst = Math.max(worst, Math.abs(first[bin] - turned[bin]));
      }
    }
  }
  return worst;
}

/** The mask with a ball added (or taken away) around a point of the patient. */
export function withBall({ grid, data }: Mask, centre: WorldPoint, radiusMm: number, value: 0 | 1): Mask {
  const out = data.slice();
  const [nx, ny, nz] = grid.dims;
  for (let k = 0, at = 0; k < nz; k++) for (let j = 0; j < ny; j++) for (let i = 0; i < nx; i++, at++) {
    const p = voxelToWorld(grid, { i, j, k });
    if ((p.x - centre.x) ** 2 + (p.y - centre.y) ** 2 + (p.z - centre.z) ** 2 <= radiusMm * radiusMm) out[at] = value;
  }
  return { grid, data: out };
}

/** A map of noise that is alike in bins near each other. */
export function smoothNoise(random: Random): Float32Array {
  let field = Float32Array.from({ length: BINS }, () => random.normal());
  for (let turn = 0; turn < 2; turn++) {
    const before = field;
    field = before.map((own, bin) => NEIGHBOURS[bin].reduce((sum, it) => sum + before[it], 2 * own) / 4);
  }
  return field;
}
