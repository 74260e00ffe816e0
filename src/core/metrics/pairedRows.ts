import type { Dims } from '#core/volume/grid.ts';
import type { VoxelBox } from '#core/metrics/voxelBox.ts';
import { boxSize } from '#core/metrics/voxelBox.ts';

/** One slice of the box around both masks, one voxel of background on every side: bit 1 prediction, bit 2 reference. */
export interface PairedSlice {
  /** Row-major, `width` voxels a row. */
  readonly voxels: Uint8Array;
  /** First and last filled column of each row; first > last where the row is empty. */
  readonly first: Int32Array;
  readonly last: Int32Array;
}

export interface PairedSlices {
  readonly width: number;
  readonly height: number;
  /** The slice at this depth of the padded box (0 is background). It is reused `keep` slices later. */
  slice(depth: number): PairedSlice;
}

/**
 * Both masks as padded slices of their box, read when asked, so that no copy of the volume is made.
 * `keep`: how many successive slices the caller looks at together.
 */
export function pairedSlices(prediction: Uint8Array, reference: Uint8Array, dims: Dims, box: VoxelBox, keep: number): PairedSlices {
  const [nx, ny] = dims;
  const [bx, by, bz] = boxSize(box);
  const width = bx + 2, height = by + 2;
  const make = (): PairedSlice => ({ voxels: new Uint8Array(width * height), first: new Int32Array(height), last: new Int32Array(height) });
  const ring = Array.from({ length: keep }, make);
  const held = new Int32Array(keep).fill(-1);

  const fill = ({ voxels, first, last }: PairedSlice, depth: number): void => {
    first.fill(width);
    last.fill(-1);
    if (depth === 0 || depth === bz + 1) {
      voxels.fill(0);
      return;
    }
    for (let y = 1; y <= by; y++) {
      const from = box.low[0] + nx * (box.low[1] + y - 1 + ny * (box.low[2] + depth - 1));
      const to = width * y + 1;
      let low = width, high = -1;
      for (let x = 0; x < bx; x++) {
        const pair = prediction[from + x] | (reference[from + x] << 1);
        voxels[to + x] = pair;
        if (pair !== 0) {
          if (low > x) low = x;
          high = x;
        }
      }
      if (high >= 0) {
        first[y] = low + 1;
        last[y] = high + 1;
      }
    }
  };

  return {
    width, height,
    slice(depth) {
      const seat = depth % keep;
      if (held[seat] !== depth) {
        fill(ring[seat], depth);
        held[seat] = depth;
      }
      return ring[seat];
    },
  };
}
