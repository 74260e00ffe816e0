import { FaultError } from '#core/faults.ts';
import type { GraphFile } from '#core/models/manifest.ts';
import type { IntensityWindow, SlicePrompts } from '#core/models/promptable.ts';
import { torchBilinear } from '#core/models/resize/torchBilinear.ts';
import { bytesOf } from '#core/models/sam/preprocess.ts';
import { eachStrokePixel } from '#core/models/strokePixels.ts';
import type { SliceImage } from '#core/volume/slice.ts';

/** Picture, box, positive, negative, the answer before. */
export const CHANNELS = 5;

type Size = Pick<SliceImage, 'width' | 'height'>;

/** Edge of the square that the network sees. Throws FaultError 'model-tensors-differ' where its input is no [1, 5, n, n]. */
export function frameOf({ file, inputs }: GraphFile): number {
  const [, channels, height, width] = inputs[0]?.dims ?? [];
  if (inputs.length === 1 && channels === CHANNELS && typeof height === 'number' && height === width) return height;
  throw new FaultError('model-tensors-differ', { where: `${file} inputs`, expected: `one input [1, ${CHANNELS}, n, n]`, came: inputs.map(({ name, dims }) => `${name} [${dims.join(', ')}]`).join('; ') || 'none' });
}

/** The slice's window in 8-bit steps, its own least to greatest as 0 to 1, stretched to [n, n]. */
export function picture(slice: SliceImage, window: IntensityWindow, frame: number): Float32Array {
  const levels = bytesOf(slice.data, window);
  let low = 255, high = 0;
  for (const level of levels) {
    low = Math.min(low, level);
    high = Math.max(high, level);
  }
  const range = Math.max(high - low, 1);
  return stretched(levels.map((level) => (level - low) / range), slice, frame);
}

/**
 * The network's input [5, n, n]. Clicks and corners are brought to the frame and cut to whole pixels; a box covers its
 * first row and column and not its last, and of two clicks on one pixel the later counts. Scribbles are drawn on the
 * slice and stretched like the picture.
 */
export function networkInput(image: ArrayLike<number>, slice: Size, prompts: SlicePrompts, frame: number, previous?: ArrayLike<number>): Float32Array {
  const plane = frame * frame;
  const out = new Float32Array(CHANNELS * plane);
  const place = (at: number, size: number) => Math.min(frame - 1, Math.max(0, Math.trunc((at * frame) / size)));
  out.set(image, 0);
  const { box, points } = prompts;
  if (box) {
    for (let y = place(box.vMin, slice.height); y < place(box.vMax, slice.height); y++) {
      const row = plane + y * frame;
      out.fill(1, row + place(box.uMin, slice.width), row + Math.max(place(box.uMin, slice.width), place(box.uMax, slice.width)));
    }
  }
  for (const { at, polarity } of points) {
    const pixel = place(at.v, slice.height) * frame + place(at.u, slice.width);
    out[2 * plane + pixel] = polarity === 'positive' ? 1 : 0;
    out[3 * plane + pixel] = polarity === 'negative' ? 1 : 0;
  }
  const strokes = { positive: new Float32Array(slice.width * slice.height), negative: new Float32Array(slice.width * slice.height) };
  eachStrokePixel(prompts, { ...slice, step: { u: 1, v: 1 } }, (at, polarity) => { strokes[polarity][at] = 1; });
  for (const [channel, drawn] of [[2, strokes.positive], [3, strokes.negative]] as const) {
    stretched(drawn, slice, frame).forEach((value, at) => { out[channel * plane + at] = Math.min(1, out[channel * plane + at] + value); });
  }
  if (previous) out.set(previous, 4 * plane);
  return out;
}

function stretched(data: Float32Array, { width, height }: Size, frame: number): Float32Array {
  return Float32Array.from(torchBilinear({ width, height, data }, { width: frame, height: frame }).data);
}
