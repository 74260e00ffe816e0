import type { AxisWeights, Resize } from '#core/models/resize/picture.ts';
import { resizedByAxis } from '#core/models/resize/picture.ts';

/**
 * scikit-image's transform.resize(order=3, anti_aliasing=True, mode='reflect'): a Gaussian of (shrinkage − 1) / 2 pixels
 * along each axis, interpolating cubic splines with mirrored edges, then the input's own range.
 */
export const spline3: Resize = (picture, to) => {
  const smooth = smoothed(picture, gaussianWeights(picture.width, to.width), gaussianWeights(picture.height, to.height));
  const coefficients = { ...picture, data: smooth };
  prefilter(coefficients.data, picture.width, picture.height);
  const { width, height, data } = resizedByAxis(mirrored(coefficients.data, picture.width, picture.height), splineWeights(picture.width, to.width), splineWeights(picture.height, to.height));
  let low = Infinity, high = -Infinity;
  for (const value of picture.data) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { width, height, data: data.map((value) => Math.min(high, Math.max(low, value))) };
};

/** Mirrored about the centres of the edge pixels: d c b | a b c d | c b a. */
function mirror(at: number, n: number): number {
  if (n === 1) return 0;
  const period = 2 * (n - 1);
  const inside = ((at % period) + period) % period;
  return inside < n ? inside : period - inside;
}

interface Kernel { readonly radius: number; readonly weights: Float64Array }

function gaussianWeights(inputs: number, outputs: number): Kernel {
  const sigma = Math.max(0, (inputs / outputs - 1) / 2);
  const radius = Math.trunc(4 * sigma + 0.5);
  const weights = Float64Array.from({ length: 2 * radius + 1 }, (_, at) => (sigma === 0 ? 1 : Math.exp(-0.5 * ((at - radius) / sigma) ** 2)));
  const total = weights.reduce((sum, it) => sum + it, 0);
  return { radius, weights: weights.map((it) => it / total) };
}

function smoothed({ width, height, data }: { readonly width: number; readonly height: number; readonly data: ArrayLike<number> }, columns: Kernel, rows: Kernel): Float64Array {
  const rowsDone = new Float64Array(width * height);
  for (let v = 0, at = 0; v < height; v++) for (let u = 0; u < width; u++, at++) {
    for (let t = 0; t < rows.weights.length; t++) rowsDone[at] += rows.weights[t] * data[mirror(v + t - rows.radius, height) * width + u];
  }
  const out = new Float64Array(width * height);
  for (let v = 0, at = 0; v < height; v++) for (let u = 0; u < width; u++, at++) {
    for (let t = 0; t < columns.weights.length; t++) out[at] += columns.weights[t] * rowsDone[v * width + mirror(u + t - columns.radius, width)];
  }
  return out;
}

/** The pole of the cubic B-spline (Unser 1999). */
const POLE = Math.sqrt(3) - 2;

/** Samples to spline coefficients, in place, along both axes. */
function prefilter(data: Float64Array, width: number, height: number): void {
  for (let v = 0; v < height; v++) filterLine(data, v * width, 1, width);
  for (let u = 0; u < width; u++) filterLine(data, u, width, height);
}

function filterLine(c: Float64Array, start: number, step: number, n: number): void {
  if (n === 1) return;
  const at = (i: number) => start + i * step;
  for (let i = 0; i < n; i++) c[at(i)] *= 6;
  const far = POLE ** (n - 1);
  let sum = c[at(0)] + far * c[at(n - 1)];
  for (let i = 1, power = POLE; i < n - 1; i++, power *= POLE) sum += power * (c[at(i)] + far * c[at(n - 1 - i)]);
  c[at(0)] = sum / (1 - far * far);
  for (let i = 1; i < n; i++) c[at(i)] += POLE * c[at(i - 1)];
  c[at(n - 1)] = ((POLE * c[at(n - 2)] + c[at(n - 1)]) * POLE) / (POLE * POLE - 1);
  for (let i = n - 2; i >= 0; i--) c[at(i)] = POLE * (c[at(i + 1)] - c[at(i)]);
}

/** Room for the four neighbours of a spline beyond either edge. */
const MARGIN = 3;

function mirrored(data: Float64Array, width: number, height: number) {
  const to = { width: width + 2 * MARGIN, height: height + 2 * MARGIN };
  const out = new Float64Array(to.width * to.height);
  for (let v = 0, at = 0; v < to.height; v++) for (let u = 0; u < to.width; u++, at++) out[at] = data[mirror(v - MARGIN, height) * width + mirror(u - MARGIN, width)];
  return { ...to, data: out };
}

function splineWeights(inputs: number, outputs: number): AxisWeights {
  const first = new Int32Array(outputs);
  const weights: Float64Array[] = [];
  for (let i = 0; i < outputs; i++) {
    const at = ((i + 0.5) * inputs) / outputs - 0.5;
    const below = Math.floor(at);
    const t = at - below;
    first[i] = below - 1 + MARGIN;
    weights.push(Float64Array.of((1 - t) ** 3 / 6, 2 / 3 - (t * t * (2 - t)) / 2, 2 / 3 - ((1 - t) ** 2 * (1 + t)) / 2, t ** 3 / 6));
  }
  return { first, weights };
}
