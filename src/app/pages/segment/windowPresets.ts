import type { OpenCase } from '#app/stores/caseStore.ts';
import type { DisplayWindow } from '#core/volume/displayWindow.ts';
import { CT_WINDOWS } from '#core/volume/displayWindow.ts';

/** Customary windows for CT; for other images the range of their own intensities. */
export function windowPresets({ modality, intensity }: Pick<OpenCase, 'modality' | 'intensity'>): readonly (DisplayWindow & { readonly name: string })[] {
  if (modality === 'CT') return CT_WINDOWS;
  return [{ name: 'Auto', low: intensity.low, high: intensity.high }, { name: 'Full range', low: intensity.min, high: intensity.max }];
}
