const FAR = 20;
const SLACK = 0.015;
const WEIGHT = 8;
const STEP = 0.01;

/**
 * Approximate geodesic distance from the seeds on an n × n image: a step to one of the 8 neighbours costs
 * WEIGHT·max(0, |ΔI| − SLACK) + STEP. Two rounds of sweeps down, up, right, left, each from the three neighbours of
 * the line before (raster scan of Criminisi et al., ECCV 2008, in its parallel form).
 */
export function geodesic(image: Float32Array, seeds: Uint8Array, n: number): Float32Array {
  const distance = Float32Array.from(seeds, (seed) => (seed ? 0 : FAR));
  for (let round = 0; round < 2; round++) {
    for (const [line, along] of [[n, 1], [1, n]] as const) {
      for (let i = 1; i < n; i++) sweep(image, distance, i * line, (i - 1) * line, along, n);
      for (let i = n - 2; i >= 0; i--) sweep(image, distance, i * line, (i + 1) * line, along, n);
    }
  }
  return distance;
}

/** Relaxes the line that starts at `to` from the line that starts at `from`. */
function sweep(image: Float32Array, distance: Float32Array, to: number, from: number, along: number, n: number): void {
  for (let x = 0; x < n; x++) {
    const at = to + x * along;
    let best = distance[at];
    for (let s = Math.max(0, x - 1); s <= Math.min(n - 1, x + 1); s++) {
      const before = from + s * along;
      const reach = distance[before] + WEIGHT * Math.max(0, Math.abs(image[at] - image[before]) - SLACK) + STEP;
      if (reach < best) best = reach;
    }
    distance[at] = best;
  }
}

/** Mean of each 2 × 2 block of an n × n field. */
export function halved(field: Float32Array, n: number): Float32Array {
  const half = n / 2;
  const out = new Float32Array(half * half);
  for (let y = 0, o = 0; y < half; y++) {
    for (let x = 0; x < half; x++, o++) {
      const at = 2 * y * n + 2 * x;
      out[o] = (field[at] + field[at + 1] + field[at + n] + field[at + n + 1]) / 4;
    }
  }
  return out;
}
