import type { Resize } from '#core/models/resize/picture.ts';

/** OpenCV's INTER_NEAREST: the input pixel in which an output pixel's upper left corner lies. */
export const nearest: Resize = ({ width, height, data }, to) => {
  const out = new Float32Array(to.width * to.height);
  for (let v = 0, at = 0; v < to.height; v++) {
    const row = Math.min(height - 1, Math.floor((v * height) / to.height));
    for (let u = 0; u < to.width; u++, at++) out[at] = data[row * width + Math.min(width - 1, Math.floor((u * width) / to.width))];
  }
  return { ...to, data: out };
};
