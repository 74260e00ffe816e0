import type { Block } from '#core/models/block.ts';
import { copyRows } from '#core/models/block.ts';

export interface Patch {
  /** First voxel in the prepared image. */
  readonly origin: readonly [number, number, number];
  /** Voxels of the image in the patch; the rest, at the end of each axis, is padding. */
  readonly size: readonly [number, number, number];
}

/** SAT's patches: one every crop · (1 − overlap), the last ones shifted inside; an image smaller than the crop is one patch. */
export function satPatches(shape: readonly number[], patchSize: readonly number[], overlap: number): readonly Patch[] {
  const [a, b, c] = shape.map((n, axis) => starts(n, patchSize[axis], overlap));
  const size = shape.map((n, axis) => Math.min(n, patchSize[axis])) as unknown as Patch['size'];
  return a.flatMap((x) => b.flatMap((y) => c.map((z): Patch => ({ origin: [x, y, z], size }))));
}

function starts(n: number, crop: number, overlap: number): readonly number[] {
  const interval = Math.max(1, Math.floor(crop * (1 - overlap)));
  const count = Math.max(Math.ceil((n - crop) / interval) + 1, 1);
  return Array.from({ length: count }, (_, at) => Math.max(0, Math.min(at * interval, n - crop)));
}

/** A patch's voxels, [X, Y, Z] of the whole crop; zeros (the mean, after z-scoring) beyond the image. */
export function patchData(image: Block, { origin, size }: Patch, patchSize: readonly number[]): Float32Array {
  const out = new Float32Array(patchSize[0] * patchSize[1] * patchSize[2]);
  const bounds = origin.map((from, axis) => [from, from + size[axis]] as const);
  copyRows(image.shape, bounds, (from, length, row) => {
    const c = row / length;
    const to = (Math.floor(c / size[1]) * patchSize[1] + (c % size[1])) * patchSize[2];
    out.set(image.data.subarray(from, from + length), to);
  });
  return out;
}
