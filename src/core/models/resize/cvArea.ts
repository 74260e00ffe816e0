import type { AxisWeights, Picture, PictureSize, Resize } from '#core/models/resize/picture.ts';

/** OpenCV's INTER_AREA of an 8-bit picture: means of what an output pixel covers; where it grows either way, OpenCV's own linear rule. */
export const cvArea: Resize = (picture, to) => {
  if (to.width > picture.width || to.height > picture.height) return grown(picture, to);
  return shrunk(picture, to);
};

/** In single precision and in OpenCV's order, since means that lie half way between two levels are common and rounding decides them. */
function shrunk({ width, height, data }: Picture, to: PictureSize): Picture {
  const columns = coveredWeights(width, to.width), rows = coveredWeights(height, to.height);
  const narrow = new Float32Array(to.width * height);
  for (let v = 0, at = 0; v < height; v++) {
    for (let u = 0; u < to.width; u++, at++) {
      const weights = columns.weights[u], from = v * width + columns.first[u];
      for (let k = 0; k < weights.length; k++) narrow[at] += Math.fround(data[from + k] * weights[k]);
    }
  }
  const sums = new Float32Array(to.width * to.height);
  for (let v = 0; v < to.height; v++) {
    const weights = rows.weights[v];
    for (let k = 0; k < weights.length; k++) {
      const from = (rows.first[v] + k) * to.width;
      for (let u = 0; u < to.width; u++) sums[v * to.width + u] += Math.fround(narrow[from + u] * weights[k]);
    }
  }
  return { ...to, data: sums.map(halfToEven) };
}

/** Parts of input pixels thinner than a thousandth are left out, as OpenCV does. */
const THIN = 1e-3;

function coveredWeights(inputs: number, outputs: number): AxisWeights {
  const scale = inputs / outputs;
  const first = new Int32Array(outputs);
  const weights: Float64Array[] = [];
  for (let i = 0; i < outputs; i++) {
    const from = i * scale, to = from + scale;
    const cell = Math.min(scale, inputs - from);
    const last = Math.min(Math.floor(to), inputs - 1);
    const whole = Math.min(Math.ceil(from), last);
    const run: number[] = [];
    first[i] = whole - from > THIN ? whole - 1 : whole;
    if (whole - from > THIN) run.push((whole - from) / cell);
    for (let at = whole; at < last; at++) run.push(1 / cell);
    if (to - last > THIN) run.push(Math.min(to - last, 1, cell) / cell);
    weights.push(Float64Array.from(run, Math.fround));
  }
  return { first, weights };
}

/** Bits after the point of OpenCV's 8-bit linear weights. */
const BITS = 11;

function grown({ width, height, data }: Picture, to: PictureSize): Picture {
  const columns = linear(width, to.width), rows = linear(height, to.height);
  const out = new Float32Array(to.width * to.height);
  const across = (row: number, u: number) => data[row * width + columns.low[u]] * columns.lowWeight[u] + data[row * width + columns.high[u]] * columns.highWeight[u];
  for (let v = 0, at = 0; v < to.height; v++) {
    for (let u = 0; u < to.width; u++, at++) {
      const above = (rows.lowWeight[v] * (across(rows.low[v], u) >> 4)) >> 16;
      const below = (rows.highWeight[v] * (across(rows.high[v], u) >> 4)) >> 16;
      out[at] = (above + below + 2) >> 2;
    }
  }
  return { ...to, data: out };
}

function linear(inputs: number, outputs: number) {
  const low = new Int32Array(outputs), high = new Int32Array(outputs), lowWeight = new Int32Array(outputs), highWeight = new Int32Array(outputs);
  // OpenCV's own order of divisions: where an output pixel begins on an input pixel's edge, rounding decides which one it takes.
  const grows = outputs / inputs, scale = 1 / grows;
  for (let i = 0; i < outputs; i++) {
    const at = Math.floor(i * scale);
    const beyond = Math.fround(i + 1 - (at + 1) * grows);
    const share = at >= inputs - 1 || beyond <= 0 ? 0 : beyond - Math.floor(beyond);
    low[i] = Math.min(at, inputs - 1);
    high[i] = Math.min(at + 1, inputs - 1);
    lowWeight[i] = halfToEven((1 - share) * 2 ** BITS);
    highWeight[i] = halfToEven(share * 2 ** BITS);
  }
  return { low, high, lowWeight, highWeight };
}

function halfToEven(value: number): number {
  const below = Math.floor(value);
  if (value - below !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}
