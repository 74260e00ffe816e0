/** Voxels of two masks on one slice. */
export interface SliceCounts { readonly predictionVoxels: number; readonly referenceVoxels: number; readonly bothVoxels: number }

/** Dice over every n-th slice from the first on, as runs of that stride measure it; null where neither mask has a voxel there. */
export function askedAgreement(slices: readonly SliceCounts[], everyNth: number): number | null {
  let size = 0, both = 0;
  for (let index = 0; index < slices.length; index += everyNth) {
    size += slices[index].predictionVoxels + slices[index].referenceVoxels;
    both += slices[index].bothVoxels;
  }
  return size === 0 ? null : (2 * both) / size;
}
