/**
 * Dice of two binary masks (0 or 1) of equal length, one pass; null where both are empty. For many metrics of one pair
 * count once instead (overlapCounts.ts).
 */
export function dice(prediction: Uint8Array, reference: Uint8Array): number | null {
  if (prediction.length !== reference.length) {
    throw new RangeError(`masks of ${prediction.length} and ${reference.length} voxels cannot be compared`);
  }
  let both = 0, size = 0;
  for (let at = 0; at < prediction.length; at++) {
    const p = prediction[at], r = reference[at];
    both += p & r;
    size += p + r;
  }
  return size === 0 ? null : (2 * both) / size;
}
