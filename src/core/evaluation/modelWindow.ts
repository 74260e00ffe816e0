import type { IntensityWindow } from '#core/models/promptable.ts';
import { CT_WINDOWS } from '#core/volume/displayWindow.ts';
import type { Volume } from '#core/volume/volume.ts';

/** The window that a model sees an organ in: soft tissue on CT, the lung window for lungs; on MR the 0.5 and 99.5 percentile of the voxels that are not zero. */
export function modelWindow({ data, modality }: Volume, organ: string): IntensityWindow {
  if (modality === 'CT') {
    const { low, high } = CT_WINDOWS[/lung/.test(organ) ? 1 : 0];
    return { low, high };
  }
  const values = Float64Array.from(data as ArrayLike<number>).filter((value) => value !== 0).sort();
  if (values.length === 0) return { low: 0, high: 1 };
  const at = (fraction: number) => values[Math.round(fraction * (values.length - 1))];
  return { low: at(0.005), high: at(0.995) };
}
