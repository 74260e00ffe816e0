import type { AxisWeights, Resize } from '#core/models/resize/picture.ts';
import { resizedByAxis } from '#core/models/resize/picture.ts';
import { triangleWeights } from '#core/models/resize/triangleWeights.ts';

/** Fixed point of PIL's 8-bit filters: 22 bits after the point. */
const ONE = 2 ** 22;

/** PIL's Image.resize(BILINEAR) of an 8-bit picture: weights in fixed point, whole steps after either pass. */
export const pilBilinear: Resize = (picture, to) => resizedByAxis(picture, fixed(triangleWeights(picture.width, to.width)), fixed(triangleWeights(picture.height, to.height)), toByte);

function fixed({ first, weights }: AxisWeights): AxisWeights {
  return { first, weights: weights.map((run) => run.map((it) => Math.trunc(it * ONE + 0.5))) };
}

function toByte(sum: number): number {
  return Math.min(255, Math.max(0, Math.floor((sum + ONE / 2) / ONE)));
}
