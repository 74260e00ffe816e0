import type { AxisWeights, Resize } from '#core/models/resize/picture.ts';
import { resizedByAxis } from '#core/models/resize/picture.ts';
import { triangleWeights } from '#core/models/resize/triangleWeights.ts';

/** torch's interpolate(mode='bilinear', align_corners=False): two neighbours, whatever the scale. */
export const torchBilinear: Resize = (picture, to) => resizedByAxis(picture, linearWeights(picture.width, to.width), linearWeights(picture.height, to.height));

/** The same with antialias=True. */
export const torchBilinearAntialias: Resize = (picture, to) => resizedByAxis(picture, triangleWeights(picture.width, to.width), triangleWeights(picture.height, to.height));

/** Its weights along one axis. */
export function linearWeights(inputs: number, outputs: number): AxisWeights {
  const first = new Int32Array(outputs);
  const weights: Float64Array[] = [];
  for (let i = 0; i < outputs; i++) {
    const at = Math.max(0, ((i + 0.5) * inputs) / outputs - 0.5);
    first[i] = Math.min(inputs - 1, Math.floor(at));
    const share = first[i] === inputs - 1 ? 0 : at - first[i];
    weights.push(share === 0 ? Float64Array.of(1) : Float64Array.of(1 - share, share));
  }
  return { first, weights };
}
