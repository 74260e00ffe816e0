import type { AxisWeights } from '#core/models/resize/picture.ts';

/**
 * The triangle filter of PIL and of torch with antialias: as wide as an output pixel where the picture shrinks, two
 * input pixels where it grows; cut off at the edge and normalised.
 */
export function triangleWeights(inputs: number, outputs: number): AxisWeights {
  const scale = inputs / outputs;
  const support = Math.max(1, scale);
  const first = new Int32Array(outputs);
  const weights: Float64Array[] = [];
  for (let i = 0; i < outputs; i++) {
    const centre = (i + 0.5) * scale;
    const from = Math.max(0, Math.trunc(centre - support + 0.5));
    const to = Math.min(inputs, Math.trunc(centre + support + 0.5));
    const run = Float64Array.from({ length: to - from }, (_, t) => Math.max(0, 1 - Math.abs((from + t - centre + 0.5) / support)));
    const total = run.reduce((sum, it) => sum + it, 0);
    first[i] = from;
    weights.push(run.map((it) => it / total));
  }
  return { first, weights };
}
