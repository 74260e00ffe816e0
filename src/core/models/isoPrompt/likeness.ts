/** Mean and deviation of an image under a weight; null where there is next to no weight. */
export function weighted(image: Float32Array, weight: (at: number) => number): { mean: number; deviation: number } | null {
  let total = 0, sum = 0;
  for (let at = 0; at < image.length; at++) {
    const w = weight(at);
    total += w;
    sum += w * image[at];
  }
  if (total <= 1e-3) return null;
  const mean = sum / total;
  let squares = 0;
  for (let at = 0; at < image.length; at++) squares += weight(at) * (image[at] - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / total) };
}

const BINS = 32;

/**
 * For each pixel, how much likelier its intensity is inside than outside, −1 to 1, from two smoothed histograms
 * (as GrabCut's colour models say it).
 */
export function posterior(image: Float32Array, inside: (at: number) => number, outside: (at: number) => number): Float32Array {
  const front = histogram(image, inside);
  const back = histogram(image, outside);
  const ratio = front.map((value, bin) => (value / (value + back[bin] + 1e-4)) * 2 - 1);
  return image.map((value) => {
    const { low, share } = binOf(value);
    return ratio[low] * (1 - share) + ratio[low + 1] * share;
  });
}

function binOf(value: number): { low: number; share: number } {
  const at = Math.fround(value * (BINS - 1));
  const low = Math.min(BINS - 2, Math.max(0, Math.floor(at)));
  return { low, share: at - low };
}

function histogram(image: Float32Array, weight: (at: number) => number): Float64Array {
  const raw = new Float64Array(BINS);
  for (let at = 0; at < image.length; at++) {
    const { low, share } = binOf(image[at]);
    const w = weight(at);
    raw[low] += w * (1 - share);
    raw[low + 1] += w * share;
  }
  const kernel = [1, 4, 6, 4, 1];
  const smooth = raw.map((_, bin) => kernel.reduce((sum, k, t) => sum + (k / 16) * (raw[bin + t - 2] ?? 0), 0));
  const total = Math.max(1e-6, smooth.reduce((sum, value) => sum + value, 0));
  return smooth.map((value) => value / total);
}
