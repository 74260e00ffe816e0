import { letterbox, resampleInto, tapsInto } from '#core/models/isoPrompt/framing.ts';
import { CANVAS } from '#core/models/isoPrompt/sizes.ts';
import type { IntensityWindow } from '#core/models/promptable.ts';
import type { SliceGeometry, SliceImage } from '#core/volume/slice.ts';

/** The slice with the window mapped to 0..1 and clipped; what is not a number becomes 0. */
export function windowed(slice: SliceImage, { low, high }: IntensityWindow): Float32Array {
  const scale = 1 / Math.max(high - low, 1e-12);
  return slice.data.map((value) => {
    const unit = (value - low) * scale;
    return unit > 0 ? Math.min(1, unit) : 0;
  });
}

/** The encoder's image [1, 1, CANVAS, CANVAS]: the letterboxed slice, square pixels in mm, 0 around it. */
export function canvasOf(unit: Float32Array, slice: SliceGeometry): Float32Array {
  const out = new Float32Array(CANVAS * CANVAS);
  resampleInto(unit, 0, slice.width, tapsInto(slice, letterbox(slice), CANVAS), out);
  return out;
}
