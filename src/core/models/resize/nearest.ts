import type { Resize } from '#core/models/resize/picture.ts';

/** OpenCV's INTER_NEAREST: the input pixel in which an output pixel's upper left corner lies. */
export const nearest: Resize = ({ width, height, data }, to) => {
  const out = new Float32Array(to.width * to.height);
  // OpenCV's own order of divisions, whose rounding decides on an input pixel's edge.
  const down = 1 / (to.height / height), across = 1 / (to.width / width);
  for (let v = 0, at = 0; v < to.height; v++) {
    const row = Math.min(height - 1, Math.floor(v * down));
    for (let u = 0; u < to.width; u++, at++) out[at] = data[row * width + Math.min(width - 1, Math.floor(u * across))];
  }
  return { ...to, data: out };
};
