/** Mean and deviation of an image under a weight; null where there is next to no weight. */
export function weighted(image: Float32Array, weights: Float32Array | Float64Array): { mean: number; deviation: number } | null {
  let total = 0, sum = 0;
  for (let at = 0; at < image.length; at++) {
    total += weights[at];
    sum += weights[at] * image[at];
  }
  if (total <= 1e-3) return null;
  const mean = sum / total;
  let squares = 0;
  for (let at = 0; at < image.length; at++) {
    const away = image[at] - mean;
    squares += weights[at] * (away * away);
  }
  return { mean, deviation: Math.sqrt(squares / total) };
}

const BINS = 32;

/**
 * For each pixel, how much likelier its intensity is inside than outside, −1 to 1, from two smoothed histograms
 * (as GrabCut's colour models say it).
 */
export function posterior(image: Float32Array, inside: Float32Array, outside: Float64Array): Float32Array {
  const front = histogram(image, inside);
  const back = histogram(image, outside);
  const ratio = front.map((value, bin) => (value / (value + back[bin] + 1e-4)) * 2 - 1);
  const out = new Float32Array(image.length);
  for (let at = 0; at < out.length; at++) {
    const bin = binOf(image[at]);
    const low = lowerBin(bin);
    out[at] = ratio[low] * (1 - (bin - low)) + ratio[low + 1] * (bin - low);
  }
  return out;
}

function binOf(value: number): number {
  return Math.fround(value * (BINS - 1));
}

function lowerBin(bin: number): number {
  return Math.min(BINS - 2, Math.max(0, Math.floor(bin)));
}

function histogram(image: Float32Array, weights: Float32Array | Float64Array): Float64Array {
  const raw = new Float64Array(BINS);
  for (let at = 0; at < image.length; at++) {
    const bin = binOf(image[at]);
    const low = lowerBin(bin);
    raw[low] += weights[at] * (1 - (bin - low));
    raw[low + 1] += weights[at] * (bin - low);
  }
  const kernel = [1, 4, 6, 4, 1];
  const smooth = raw.map((_, bin) => kernel.reduce((sum, k, t) => sum + (k / 16) * (raw[bin + t - 2] ?? 0), 0));
  const total = Math.max(1e-6, smooth.reduce((sum, value) => sum + value, 0));
  return smooth.map((value) => value / total);
}
