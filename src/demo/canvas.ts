import type { Dims } from '#core/volume/grid.ts';
import type { Looks, Tissue } from '#demo/tissue.ts';
import { CODE, TISSUES } from '#demo/tissue.ts';

/** Corners in anatomy millimetres. */
export interface Box {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  readonly z: readonly [number, number];
}

/**
 * Where the anatomy is painted, from back to front. Distances are in mm, negative inside; an edge is softened over
 * one voxel, which is the partial volume; the voxel belongs to the tissue that holds its centre.
 */
export interface Canvas {
  readonly dims: Dims;
  readonly spacingMm: readonly [number, number, number];
  /** Anatomy coordinates of every voxel's centre (mm; R, A, S; origin in the second lumbar vertebra). */
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly z: Float32Array;
  readonly image: Float32Array;
  readonly tissue: Uint8Array;
  /** Distance to the inner face of the body wall, negative within the body cavity. */
  readonly cavity: Float32Array;
  /** Unit-variance fields: fine (about two voxels) for textures, lumps (about 25 mm) for edges. */
  readonly fine: Float32Array;
  readonly lumps: Float32Array;
  readonly means: Float32Array;
  readonly textures: Float32Array;
  /** Smallest voxel box that surely holds an anatomy box: [from, to) for each axis. */
  voxelBox(box: Box): readonly [number, number, number, number, number, number];
}

/** Signed distance in mm (negative inside) at an anatomy point; `v` is the voxel's index, for the canvas's fields. */
export type Distance = (x: number, y: number, z: number, v: number) => number;

/** Tables of mean and texture by tissue code. */
export function lookTables(looks: Looks): { means: Float32Array; textures: Float32Array } {
  return {
    means: Float32Array.from(TISSUES, (name) => looks[name].mean),
    textures: Float32Array.from(TISSUES, (name) => looks[name].texture),
  };
}

/** Blocks of this many voxels a side are skipped or filled whole when their middle is far from the edge. */
const BLOCK = 4;

export interface PaintOptions {
  /** Below 1 leaves some of what lay below, and below a half its ownership too. */
  readonly opacity?: number;
  /** How much faster than the true distance `distance` may grow; beyond it a block could be misjudged. */
  readonly steepest?: number;
}

/** For tubes, which know their true distance. */
export const TRUE_DISTANCE: PaintOptions = { steepest: 1.15 };

/** Covers what is inside `distance` with a tissue. */
export function paint(canvas: Canvas, box: Box, tissue: Tissue, distance: Distance, options: PaintOptions = {}): void {
  const { opacity = 1, steepest = 1.8 } = options;
  const { dims, spacingMm, x, y, z } = canvas;
  const [i0, i1, j0, j1, k0, k1] = canvas.voxelBox(box);
  const brush = { code: CODE[tissue], opacity, distance };
  if ((i1 - i0) * (j1 - j0) * (k1 - k0) < 8 * BLOCK ** 3) {
    fillBlock(canvas, brush, i0, i1, j0, j1, k0, k1, 'edge');
    return;
  }
  const reach = (steepest * BLOCK * Math.hypot(...spacingMm)) / 2 + spacingMm[0];
  for (let k = k0; k < k1; k += BLOCK) {
    const top = Math.min(k1, k + BLOCK);
    for (let j = j0; j < j1; j += BLOCK) {
      const front = Math.min(j1, j + BLOCK);
      for (let i = i0; i < i1; i += BLOCK) {
        const right = Math.min(i1, i + BLOCK);
        const v = ((i + right) >> 1) + dims[0] * (((j + front) >> 1) + dims[1] * ((k + top) >> 1));
        const d = distance(x[v], y[v], z[v], v);
        if (d < reach) fillBlock(canvas, brush, i, right, j, front, k, top, d < -reach ? 'inside' : 'edge');
      }
    }
  }
}

interface Brush { readonly code: number; readonly opacity: number; readonly distance: Distance }

function fillBlock(canvas: Canvas, brush: Brush, i0: number, i1: number, j0: number, j1: number, k0: number, k1: number, where: 'inside' | 'edge'): void {
  const { dims, x, y, z, image, fine, tissue } = canvas;
  const { code, opacity, distance } = brush;
  const mean = canvas.means[code];
  const texture = canvas.textures[code];
  const sharpness = 1 / Math.max(canvas.spacingMm[0], canvas.spacingMm[1]);
  for (let k = k0; k < k1; k++) {
    for (let j = j0; j < j1; j++) {
      const row = dims[0] * (j + dims[1] * k);
      for (let v = row + i0; v < row + i1; v++) {
        const d = where === 'inside' ? -99 : distance(x[v], y[v], z[v], v);
        const cover = 0.5 - d * sharpness;
        if (cover <= 0) continue;
        const alpha = cover >= 1 ? opacity : cover * opacity;
        image[v] += alpha * (mean + texture * fine[v] - image[v]);
        if (d < 0 && opacity > 0.5) tissue[v] = code;
      }
    }
  }
}
