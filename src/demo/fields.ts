import type { Dims } from '#core/volume/grid.ts';
import type { Random } from '#core/num/random.ts';

/**
 * White noise of mean 0 and variance 1: the sum of a random word's four bytes, which is near enough to normal (its
 * tails end at 3.45) once it is smoothed, costs a tenth of true normals and is the same on every engine.
 */
export function whiteNoise(random: Random, count: number): Float32Array<ArrayBuffer> {
  const values = new Float32Array(count);
  const sd = Math.sqrt((4 * (256 * 256 - 1)) / 12);
  for (let i = 0; i < count; i++) {
    const word = random.integer(4294967296);
    values[i] = ((word & 255) + ((word >>> 8) & 255) + ((word >>> 16) & 255) + (word >>> 24) - 510) / sd;
  }
  return values;
}

/** Variance of a cubic B-spline blend of independent unit variables, averaged over positions: 151/315 for each axis. */
const BLEND_VARIANCE = (151 / 315) ** 3;

/**
 * Smooth random field of mean 0 and variance 1 (over many seeds): white noise on a lattice of `scaleMm`,
 * blended by cubic B-splines. Its correlation length is near `scaleMm`. x fastest, as the grid's voxels.
 */
export function smoothField(random: Random, dims: Dims, spacingMm: readonly number[], scaleMm: number): Float32Array {
  const lattice = dims.map((n, axis) => Math.floor(((n - 1) * spacingMm[axis]) / scaleMm) + 4);
  let values = whiteNoise(random, lattice[0] * lattice[1] * lattice[2]);
  const gain = 1 / Math.sqrt(BLEND_VARIANCE);
  for (let i = 0; i < values.length; i++) values[i] *= gain;
  let inner = 1;
  const sizes = [...lattice];
  for (let axis = 0; axis < 3; axis++) {
    const outer = axis === 0 ? sizes[1] * sizes[2] : axis === 1 ? sizes[2] : 1;
    values = blendAxis(values, inner, sizes[axis], outer, dims[axis], spacingMm[axis] / scaleMm);
    sizes[axis] = dims[axis];
    inner *= dims[axis];
  }
  return values;
}

function blendAxis(from: Float32Array<ArrayBuffer>, inner: number, size: number, outer: number, count: number, step: number): Float32Array<ArrayBuffer> {
  const to = new Float32Array(inner * count * outer);
  const weights = new Float64Array(4 * count);
  for (let i = 0; i < count; i++) {
    const t = i * step - Math.floor(i * step);
    weights.set([(1 - t) ** 3 / 6, (3 * t * t * t - 6 * t * t + 4) / 6, (-3 * t * t * t + 3 * t * t + 3 * t + 1) / 6, (t * t * t) / 6], 4 * i);
  }
  let target = 0;
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < count; i++) {
      const w0 = weights[4 * i], w1 = weights[4 * i + 1], w2 = weights[4 * i + 2], w3 = weights[4 * i + 3];
      let source = inner * (Math.floor(i * step) + size * o);
      for (let n = 0; n < inner; n++, source++, target++) {
        to[target] = w0 * from[source] + w1 * from[source + inner] + w2 * from[source + 2 * inner] + w3 * from[source + 3 * inner];
      }
    }
  }
  return to;
}

/** Convolves in place along one axis with a symmetric kernel (centre first); edges repeat. */
export function smoothAxis(data: Float32Array, dims: Dims, axis: 0 | 1 | 2, kernel: readonly number[]): void {
  const inner = axis === 0 ? 1 : axis === 1 ? dims[0] : dims[0] * dims[1];
  const count = dims[axis];
  const slab = inner * count;
  const half = kernel.length - 1;
  const last = count - 1;
  for (let start = 0; start < data.length; start += slab) {
    const from = data.slice(start, start + slab);
    for (let i = 0; i < count; i++) {
      for (let n = 0; n < inner; n++) {
        let sum = kernel[0] * from[i * inner + n];
        for (let k = 1; k <= half; k++) {
          const below = i < k ? 0 : i - k, above = i + k > last ? last : i + k;
          sum += kernel[k] * (from[below * inner + n] + from[above * inner + n]);
        }
        data[start + i * inner + n] = sum;
      }
    }
  }
}

/** Half of a normalised Gaussian kernel, centre first, cut at three standard deviations. */
export function gaussianKernel(sdVoxels: number): number[] {
  const half = Math.max(1, Math.ceil(3 * sdVoxels));
  const kernel = Array.from({ length: half + 1 }, (_, k) => Math.exp(-0.5 * (k / Math.max(sdVoxels, 1e-6)) ** 2));
  const total = kernel.reduce((sum, value, k) => sum + (k === 0 ? value : 2 * value), 0);
  return kernel.map((value) => value / total);
}

/** Half of a normalised box of this width in voxels (fractional ends), centre first. */
export function boxKernel(widthVoxels: number): number[] {
  const half = Math.max(0, (widthVoxels - 1) / 2);
  const whole = Math.floor(half);
  const kernel = [1, ...Array.from({ length: whole }, () => 1), half - whole];
  const total = kernel.reduce((sum, value, k) => sum + (k === 0 ? value : 2 * value), 0);
  return kernel.map((value) => value / total);
}

/** Sum of squares of the full kernel: how much of white noise's variance it lets through. */
export function kernelPower(kernel: readonly number[]): number {
  return kernel.reduce((sum, value, k) => sum + (k === 0 ? value * value : 2 * value * value), 0);
}
