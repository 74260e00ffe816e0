import type { SlicePrompts } from '#core/models/promptable.ts';
import type { PictureSize } from '#core/models/resize/picture.ts';
import { eachStrokePixel } from '#core/models/strokePixels.ts';

/** What a stroke is worth as a logit of the answer before: next to sure (probability 0.98), as a confident answer of SAM's is. */
const SURE = 4;

interface Frame {
  /** Edge of the decoder's answer, of the frame that the encoder sees, and frame pixels per slice pixel. */
  readonly lowResolution: number;
  readonly frame: number;
  readonly scale: PictureSize;
}

/**
 * Scribbles drawn, as wide as they are and in order, into the logits [n, n] that SAM takes as its answer before; what
 * no stroke covers keeps `before`, or 0 (undecided) where there is none. Null where there is no scribble: SAM was
 * trained on whole answers, so this is an emulation, as with points alone.
 */
export function strokeLogits({ scribbles }: Pick<SlicePrompts, 'scribbles'>, { lowResolution: n, frame, scale }: Frame, before?: ArrayLike<number>): Float32Array | null {
  if (scribbles.every(({ path }) => path.length === 0)) return null;
  const out = before ? Float32Array.from(before) : new Float32Array(n * n);
  eachStrokePixel({ scribbles }, { width: n, height: n, step: { u: frame / n / scale.width, v: frame / n / scale.height } }, (at, polarity) => { out[at] = polarity === 'positive' ? SURE : -SURE; });
  return out;
}
