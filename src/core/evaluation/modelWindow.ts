import type { IntensityWindow } from '#core/models/promptable.ts';
import { quantileOfSorted } from '#core/num/quantiles.ts';
import { CT_WINDOWS } from '#core/volume/displayWindow.ts';
import type { Volume } from '#core/volume/volume.ts';

/** The window that a model sees an organ in: soft tissue on CT, the lung window for lungs; on MR the 0.5 and 99.5 percentile of the voxels that are not zero. */
export function modelWindow({ data, modality }: Volume, organ: string): IntensityWindow {
  if (modality === 'CT') return ctWindow(organ);
  const values = new Float32Array(data).filter((value) => value !== 0).sort();
  if (values.length === 0) return { low: 0, high: 1 };
  const [low, high] = [quantileOfSorted(values, 0.005), quantileOfSorted(values, 0.995)];
  return { low, high: high > low ? high : low + 1 };
}

/** The CT window of an organ, in Hounsfield units. */
export function ctWindow(organ: string): IntensityWindow {
  const { low, high } = CT_WINDOWS[/lung/.test(organ) ? 1 : 0];
  return { low, high };
}
