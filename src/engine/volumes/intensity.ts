import { quantileOfSorted } from '#core/num/quantiles.ts';
import type { VoxelArray } from '#core/volume/volume.ts';
import type { IntensitySummary } from '#engine/protocol/volumeCalls.ts';

/** Beyond this many voxels the percentiles are of evenly spread ones: sorting all would take seconds and change nothing. */
const MOST_SORTED = 4_000_000;

/** Voxels must be finite, as readers leave them. */
export function intensitySummary(data: VoxelArray): IntensitySummary {
  let min = Infinity;
  let max = -Infinity;
  let sum = 0;
  let nonZero = 0;
  for (let at = 0; at < data.length; at++) {
    const value = data[at];
    if (value < min) min = value;
    if (value > max) max = value;
    sum += value;
    if (value !== 0) nonZero++;
  }
  const step = Math.max(1, Math.ceil(nonZero / MOST_SORTED));
  const kept = new Float32Array(Math.ceil(nonZero / step));
  for (let at = 0, seen = 0; at < data.length; at++) {
    if (data[at] === 0) continue;
    if (seen % step === 0) kept[seen / step] = data[at];
    seen++;
  }
  kept.sort();
  const [low, high] = nonZero === 0 ? [min, max] : [quantileOfSorted(kept, 0.005), quantileOfSorted(kept, 0.995)];
  return { min, max, mean: sum / data.length, low, high: high > low ? high : low + 1 };
}
