import { attemptNow } from '#core/faults.ts';
import type { Result } from '#core/faults.ts';
import { inverse, multiply } from '#core/volume/affine.ts';
import type { Affine, Grid } from '#core/volume/grid.ts';
import type { Mask } from '#core/volume/volume.ts';
import { worldBox } from '#core/volume/world.ts';
import { croppedPair } from '#core/errormaps/croppedPair.ts';

/** Cells along each side of the organ's box. */
export const SIDE = 32;
export const CELLS = SIDE ** 3;

/**
 * False positives and negatives on a grid that is laid over the reference's box with a margin; index = x + 32·(y + 32·z),
 * x to the patient's right, y anterior, z superior. It takes out place and size of the organ, not its shape.
 */
export interface VolumeMap {
  /** Share of the cell that is predicted and not reference. */
  readonly fp: Float32Array;
  /** Share of the cell that is reference and not predicted. */
  readonly fn: Float32Array;
  /** Share of the cell that is reference: the denominator of `fn`; one minus it that of `fp`. */
  readonly inside: Float32Array;
  /** Share of the cell that the image covers. Below 1 the organ or its surroundings are cut off there. */
  readonly covered: Float32Array;
  /** Where the cells lie in this patient. */
  readonly grid: Grid;
}

/** The margin on every side, as a share of the box. */
const MARGIN = 0.25;
/** Points looked at along each side of a cell. */
const POINTS = 2;

/** The volume map of a pair on one grid; fails by the named reasons of croppedPair.ts. */
export function volumeMap(prediction: Mask, reference: Mask): Result<VolumeMap> {
  return attemptNow(() => {
    // For its refusals, and for the reference's own box.
    croppedPair(prediction, reference);
    const { low, high } = worldBox(boxGrid(reference));
    const cell = (from: number, to: number) => ((1 + 2 * MARGIN) * (to - from)) / SIDE;
    const step = [cell(low.x, high.x), cell(low.y, high.y), cell(low.z, high.z)];
    const start = [low.x - MARGIN * (high.x - low.x), low.y - MARGIN * (high.y - low.y), low.z - MARGIN * (high.z - low.z)];
    const affine: Affine = [
      step[0], 0, 0, start[0] + step[0] / 2, 0, step[1], 0, start[1] + step[1] / 2, 0, 0, step[2], start[2] + step[2] / 2, 0, 0, 0, 1,
    ];
    const grid = { dims: [SIDE, SIDE, SIDE], affine } as const;
    return { grid, ...sampled(prediction, reference, grid) };
  });
}

function sampled(prediction: Mask, reference: Mask, cells: Grid): Omit<VolumeMap, 'grid'> {
  const map = { fp: new Float32Array(CELLS), fn: new Float32Array(CELLS), inside: new Float32Array(CELLS), covered: new Float32Array(CELLS) };
  const m = multiply(inverse(reference.grid.affine), cells.affine);
  const [nx, ny, nz] = reference.grid.dims;
  const share = 1 / POINTS ** 3;
  const place = (n: number) => (Math.floor(n / POINTS) + ((n % POINTS) + 0.5) / POINTS) - 0.5;
  for (let c = 0; c < POINTS * SIDE; c++) {
    for (let b = 0; b < POINTS * SIDE; b++) {
      for (let a = 0; a < POINTS * SIDE; a++) {
        const x = place(a), y = place(b), z = place(c);
        const i = Math.round(m[0] * x + m[1] * y + m[2] * z + m[3]);
        const j = Math.round(m[4] * x + m[5] * y + m[6] * z + m[7]);
        const k = Math.round(m[8] * x + m[9] * y + m[10] * z + m[11]);
        if (i < 0 || j < 0 || k < 0 || i >= nx || j >= ny || k >= nz) continue;
        const cell = Math.floor(a / POINTS) + SIDE * (Math.floor(b / POINTS) + SIDE * Math.floor(c / POINTS));
        const at = i + nx * (j + ny * k);
        const p = prediction.data[at], r = reference.data[at];
        map.covered[cell] += share;
        if (r === 1) map.inside[cell] += share;
        if (p > r) map.fp[cell] += share;
        if (p < r) map.fn[cell] += share;
      }
    }
  }
  return map;
}

/** The grid of the voxels in the reference's own box. */
function boxGrid({ grid, data }: Mask): Grid {
  const [nx, ny, nz] = grid.dims;
  const low = [nx, ny, nz], high = [-1, -1, -1];
  for (let k = 0, at = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++, at++) {
        if (data[at] === 0) continue;
        low[0] = Math.min(low[0], i);
        high[0] = Math.max(high[0], i);
        low[1] = Math.min(low[1], j);
        high[1] = Math.max(high[1], j);
        low[2] = Math.min(low[2], k);
        high[2] = k;
      }
    }
  }
  return {
    dims: [high[0] - low[0] + 1, high[1] - low[1] + 1, high[2] - low[2] + 1],
    affine: multiply(grid.affine, [1, 0, 0, low[0], 0, 1, 0, low[1], 0, 0, 1, low[2], 0, 0, 0, 1]),
  };
}
