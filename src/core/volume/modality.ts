import type { Modality, VoxelArray } from '#core/volume/volume.ts';

/**
 * A guess from intensities alone, to be overruled by whoever knows. In Hounsfield units air lies near −1000 and the
 * body above −200, so: CT where at least 2 % of the voxels lie below −500 and at least 2 % above −200, and nothing
 * lies below −32,768 or above 32,767. MR where hardly anything is negative (resampling overshoots a little) and the
 * values go beyond 8 bits. Unknown otherwise (8-bit pictures, normalised images, CT cropped to soft tissue).
 */
export function guessModality(data: VoxelArray): Modality {
  const step = Math.max(1, Math.floor(data.length / 500_000));
  let seen = 0, air = 0, body = 0, negative = 0, low = Infinity, high = -Infinity;
  for (let at = 0; at < data.length; at += step) {
    const value = data[at];
    seen++;
    if (value < -500) air++;
    if (value > -200) body++;
    if (value < 0) negative++;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (air >= 0.02 * seen && body >= 0.02 * seen && low >= -32768 && high <= 32767) return 'CT';
  if (negative <= 0.05 * seen && low >= -0.1 * high && high > 255) return 'MR';
  return 'unknown';
}
