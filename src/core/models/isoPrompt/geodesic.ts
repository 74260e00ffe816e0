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
  const distance = new Float32Array(n * n).fill(FAR);
  let seeded = false;
  for (let at = 0; at < seeds.length; at++) {
    if (seeds[at] === 0) continue;
    distance[at] = 0;
    seeded = true;
  }
  if (!seeded) return distance;
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
  for (let x = 0, at = to, across = from; x < n; x++, at += along, across += along) {
    const value = image[at];
    let best = distance[at];
    // Unrolled and without Math.min and max, which take twice as long where most of a look's own work is done.
    if (x > 0) {
      const reach = crossed(distance[across - along], value - image[across - along]);
      if (reach < best) best = reach;
    }
    const straight = crossed(distance[across], value - image[across]);
    if (straight < best) best = straight;
    if (x < n - 1) {
      const reach = crossed(distance[across + along], value - image[across + along]);
      if (reach < best) best = reach;
    }
    distance[at] = best;
  }
}

function crossed(distance: number, difference: number): number {
  const beyond = (difference < 0 ? -difference : difference) - SLACK;
  return (beyond > 0 ? distance + WEIGHT * beyond : distance) + STEP;
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
