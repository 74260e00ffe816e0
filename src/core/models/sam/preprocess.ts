import type { IntensityWindow } from '#core/models/promptable.ts';
import { KERNELS } from '#core/models/resize/kernels.ts';
import type { Picture, PictureSize } from '#core/models/resize/picture.ts';
import type { SamSettings } from '#core/models/sam/settings.ts';
import type { Tensor } from '#core/models/session.ts';
import type { SliceImage } from '#core/volume/slice.ts';

/** The size that a slice has within the frame; the rest of it is padding. */
export function innerSize({ width, height }: PictureSize, { resize, frame }: Pick<SamSettings, 'resize' | 'frame'>): PictureSize {
  if (resize.rule === 'none') return { width, height };
  if (resize.rule === 'stretch') return { width: frame, height: frame };
  const scale = frame / Math.max(width, height);
  return { width: Math.max(1, Math.floor(width * scale + 0.5)), height: Math.max(1, Math.floor(height * scale + 0.5)) };
}

/** The window as 0 to 255 in whole steps, as the models' own pictures are; what is not a number becomes 0. */
export function bytesOf(data: Float32Array, { low, high }: IntensityWindow): Float32Array {
  const scale = 255 / Math.max(high - low, 1e-12);
  return data.map((value) => {
    const level = (value - low) * scale;
    return level > 0 ? Math.floor(Math.min(255, level) + 0.5) : 0;
  });
}

/** The encoder's image [1, 3, height, width]: the same grey in three channels. */
export function pixels(slice: SliceImage, window: IntensityWindow, settings: SamSettings): Tensor {
  const { resize, frame, pad } = settings;
  const inner = innerSize(slice, settings);
  const picture = resized({ width: slice.width, height: slice.height, data: bytesOf(slice.data, window) }, inner, resize);
  const size = resize.rule === 'none' ? inner : { width: frame, height: frame };
  const plane = size.width * size.height;
  const out = new Float32Array(3 * plane);
  for (let channel = 0; channel < 3; channel++) {
    const level = normaliser(picture.data, settings.normalise, channel);
    const around = pad ? (pad.when === 'after-normalise' ? pad.value : level(pad.value)) : 0;
    out.fill(around, channel * plane, (channel + 1) * plane);
    for (let v = 0, at = 0; v < inner.height; v++) {
      for (let u = 0, to = channel * plane + v * size.width; u < inner.width; u++, at++, to++) out[to] = level(picture.data[at]);
    }
  }
  return { type: 'float32', dims: [1, 3, size.height, size.width], data: out };
}

function resized(picture: Picture, to: PictureSize, rule: SamSettings['resize']): Picture {
  if (rule.rule === 'none') return picture;
  const isSame = picture.width === to.width && picture.height === to.height;
  const out = isSame ? picture : KERNELS[rule.kernel](picture, to);
  return rule.fractions === 'truncate' ? { ...out, data: out.data.map(Math.trunc) } : out;
}

function normaliser(data: Picture['data'], normalise: SamSettings['normalise'], channel: number): (level: number) => number {
  if (normalise.kind === 'unit') return (level) => level / 255;
  if (normalise.kind === 'mean-std') return (level) => (level - normalise.mean[channel]) / normalise.std[channel];
  let low = Infinity, high = -Infinity;
  for (const value of data) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const range = Math.max(high - low, 1e-8);
  return (level) => (level - low) / range;
}
