import { roundToHalf } from '#core/num/half.ts';
import { roundHalfEven } from '#core/models/nnunet/resample.ts';

/** nnU-Net's compute_steps_for_sliding_window: evenly spread starts per axis, the last flush with the end. */
export function tileStarts(shape: readonly number[], patch: readonly number[], step: number): number[][] {
  return shape.map((n, axis) => {
    const count = Math.ceil((n - patch[axis]) / (patch[axis] * step)) + 1;
    const stride = count > 1 ? (n - patch[axis]) / (count - 1) : 0;
    return Array.from({ length: count }, (_, at) => roundHalfEven(stride * at));
  });
}

/** Every tile's first voxel, slowest axis outermost. */
export function tileOrigins(shape: readonly number[], patch: readonly number[], step: number): (readonly [number, number, number])[] {
  const [a, b, c] = tileStarts(shape, patch, step);
  return a.flatMap((x) => b.flatMap((y) => c.map((z) => [x, y, z] as const)));
}

/** Peak of the importance map; nnU-Net scales it up so that half precision does not underflow. */
const PEAK = 10;

/**
 * nnU-Net's importance map (SAT's is the same): a Gaussian of σ = patch/8 (or another fraction) about the centre voxel, truncated at 4σ, peak 10, in half
 * precision as nnU-Net keeps it; zeros become the smallest value above zero.
 */
export function importanceMap(patch: readonly number[], sigmaFraction = 1 / 8): Float32Array {
  const lines = patch.map((n) => {
    const sigma = n * sigmaFraction;
    const radius = Math.floor(4 * sigma + 0.5);
    const centre = Math.floor(n / 2);
    return Float64Array.from({ length: n }, (_, at) => (Math.abs(at - centre) > radius ? 0 : Math.exp(-0.5 * ((at - centre) / sigma) ** 2)));
  });
  const map = new Float32Array(patch[0] * patch[1] * patch[2]);
  let smallest = Infinity;
  for (let a = 0, at = 0; a < patch[0]; a++) for (let b = 0; b < patch[1]; b++) for (let c = 0; c < patch[2]; c++, at++) {
    map[at] = roundToHalf(lines[0][a] * lines[1][b] * lines[2][c] * PEAK);
    if (map[at] > 0 && map[at] < smallest) smallest = map[at];
  }
  return map.map((value) => (value === 0 ? smallest : value));
}

/** All non-empty subsets of the mirror axes, after the unmirrored pass itself. */
export function mirrorings(axes: readonly number[]): readonly (readonly number[])[] {
  return Array.from({ length: 2 ** axes.length }, (_, bits) => axes.filter((_axis, at) => (bits >> at) & 1));
}

/** A copy of `channels` stacked arrays of `shape`, flipped along the given axes. */
export function flipped(data: Float32Array, shape: readonly number[], axes: readonly number[]): Float32Array {
  if (axes.length === 0) return data;
  const out = new Float32Array(data.length);
  const voxels = shape[0] * shape[1] * shape[2];
  const [fa, fb, fc] = [0, 1, 2].map((axis) => axes.includes(axis));
  for (let channel = 0; channel < data.length; channel += voxels) {
    let to = channel;
    for (let a = 0; a < shape[0]; a++) for (let b = 0; b < shape[1]; b++) {
      const row = channel + ((fa ? shape[0] - 1 - a : a) * shape[1] + (fb ? shape[1] - 1 - b : b)) * shape[2];
      for (let c = 0; c < shape[2]; c++) out[to++] = data[row + (fc ? shape[2] - 1 - c : c)];
    }
  }
  return out;
}
