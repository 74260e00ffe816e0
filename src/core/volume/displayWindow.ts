import type { Modality, VoxelArray } from '#core/volume/volume.ts';

/** Intensities shown as black (low) and white (high), in the image's own units. */
export interface DisplayWindow { readonly low: number; readonly high: number }

export interface WindowPreset extends DisplayWindow { readonly id: string; readonly name: string }

/** Customary CT windows, in Hounsfield units. */
export const CT_WINDOWS: readonly WindowPreset[] = [
  { id: 'soft-tissue', name: 'Soft tissue', low: -160, high: 240 },
  { id: 'lung', name: 'Lung', low: -1350, high: 150 },
  { id: 'bone', name: 'Bone', low: -450, high: 1050 },
];

/** The 1st and 99th percentile of the finite intensities above the minimum (air and padding would pull them down). */
export function percentileWindow(data: VoxelArray, lowFraction = 0.01, highFraction = 0.99): DisplayWindow {
  const step = Math.max(1, Math.floor(data.length / 200_000));
  let floor = Infinity;
  let ceiling = -Infinity;
  for (let at = 0; at < data.length; at += step) {
    const value = data[at];
    if (!Number.isFinite(value)) continue;
    if (value < floor) floor = value;
    if (value > ceiling) ceiling = value;
  }
  if (!(ceiling > floor)) return { low: Number.isFinite(floor) ? floor : 0, high: (Number.isFinite(floor) ? floor : 0) + 1 };
  const kept: number[] = [];
  for (let at = 0; at < data.length; at += step) if (data[at] > floor && data[at] <= ceiling) kept.push(data[at]);
  const sorted = Float64Array.from(kept).sort();
  const pick = (fraction: number) => sorted[Math.min(sorted.length - 1, Math.floor(fraction * sorted.length))];
  const low = pick(lowFraction);
  const high = pick(highFraction);
  return high > low ? { low, high } : { low: floor, high: ceiling };
}

/** What a fresh image is shown with: soft tissue for CT, percentiles otherwise. */
export function openingWindow(modality: Modality, data: VoxelArray): DisplayWindow {
  if (modality === 'CT') return { low: CT_WINDOWS[0].low, high: CT_WINDOWS[0].high };
  return percentileWindow(data);
}
