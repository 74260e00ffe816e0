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
  for (let i = 0; i < count; i++) {
    const u = i * step;
    const base = Math.floor(u);
    const t = u - base;
    const w0 = (1 - t) ** 3 / 6;
    const w1 = (3 * t * t * t - 6 * t * t + 4) / 6;
    const w2 = (-3 * t * t * t + 3 * t * t + 3 * t + 1) / 6;
    const w3 = (t * t * t) / 6;
    for (let o = 0; o < outer; o++) {
      let source = inner * (base + size * o);
      let target = inner * (i + count * o);
      for (let n = 0; n < inner; n++, source++, target++) {
        to[target] = w0 * from[source] + w1 * from[source + inner] + w2 * from[source + 2 * inner] + w3 * from[source + 3 * inner];
      }
    }
  }
  return to;
}

/** Convolves in place along one axis with a symmetric kernel (centre first); edges repeat. */
export function smoothAxis(data: Float32Array, dims: Dims, axis: 0 | 1 | 2, kernel: readonly number[]): void {
  const stride = axis === 0 ? 1 : axis === 1 ? dims[0] : dims[0] * dims[1];
  const count = dims[axis];
  const half = kernel.length - 1;
  const line = new Float32Array(count + 2 * half);
  const lines = data.length / count;
  for (let l = 0; l < lines; l++) {
    const start = axis === 0 ? l * count : axis === 1 ? (l % dims[0]) + Math.floor(l / dims[0]) * dims[0] * dims[1] : l;
    for (let i = 0; i < count; i++) line[i + half] = data[start + i * stride];
    for (let i = 0; i < half; i++) {
      line[i] = line[half];
      line[half + count + i] = line[half + count - 1];
    }
    for (let i = 0; i < count; i++) {
      let sum = kernel[0] * line[i + half];
      for (let k = 1; k <= half; k++) sum += kernel[k] * (line[i + half - k] + line[i + half + k]);
      data[start + i * stride] = sum;
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
