/** A box of voxels, both corners inside it. */
export interface VoxelBox {
  readonly low: readonly [i: number, j: number, k: number];
  readonly high: readonly [i: number, j: number, k: number];
}

/** Voxels along i, j, k. */
export function boxSize({ low, high }: VoxelBox): readonly [number, number, number] {
  return [high[0] - low[0] + 1, high[1] - low[1] + 1, high[2] - low[2] + 1];
}
