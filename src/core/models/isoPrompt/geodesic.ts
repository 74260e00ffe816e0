const FAR = 20;
const SLACK = 0.015;
const WEIGHT = 8;
const STEP = 0.01;

/** What steps between neighbours on an n × n image cost. */
export interface Steps {
  readonly n: number;
  /** By how far on the later of two neighbours lies, WEIGHT·max(0, |ΔI| − SLACK) at the earlier one; with a rim a pixel wide. */
  readonly extra: Readonly<Record<number, Float64Array>>;
}

export function stepsOn(image: Float32Array, n: number): Steps {
  const width = n + 2;
  const values = new Float64Array(width * width);
  for (let y = 0; y < n; y++) values.set(image.subarray(y * n, (y + 1) * n), (y + 1) * width + 1);
  return { n, extra: Object.fromEntries([1, width - 1, width, width + 1].map((on) => [on, extraOf(values, on)])) };
}

function extraOf(values: Float64Array, on: number): Float64Array {
  const out = new Float64Array(values.length);
  for (let at = 0; at + on < values.length; at++) out[at] = WEIGHT * Math.max(0, Math.abs(values[at] - values[at + on]) - SLACK);
  return out;
}

/**
 * Approximate geodesic distance from the seeds on an n × n image: a step to one of the 8 neighbours costs
 * WEIGHT·max(0, |ΔI| − SLACK) + STEP. Two rounds of sweeps down, up, right, left, each from the three neighbours of
 * the line before (raster scan of Criminisi et al., ECCV 2008, in its parallel form).
 */
export function geodesic(steps: Steps, seeds: Uint8Array): Float32Array {
  const { n } = steps;
  const distance = new Float32Array(n * n).fill(FAR);
  if (!seeds.includes(1)) return distance;
  const width = n + 2;
  // Nothing comes from the rim, so no line has ends of its own.
  const reached = new Float32Array(width * width).fill(Infinity);
  for (let y = 0; y < n; y++) {
    for (let x = 0, at = y * n, to = (y + 1) * width + 1; x < n; x++, at++, to++) reached[to] = seeds[at] === 0 ? FAR : 0;
  }
  for (let round = 0; round < 2; round++) {
    for (const [line, along] of [[width, 1], [1, width]] as const) {
      for (let i = 2; i <= n; i++) sweep(steps, reached, i * line + along, -line, along);
      for (let i = n - 1; i >= 1; i--) sweep(steps, reached, i * line + along, line, along);
    }
  }
  for (let y = 0; y < n; y++) distance.set(reached.subarray((y + 1) * width + 1, (y + 1) * width + 1 + n), y * n);
  return distance;
}

/** Relaxes the line that starts at `to` from the line beside it, `beside` further on. */
function sweep({ n, extra }: Steps, distance: Float32Array, to: number, beside: number, along: number): void {
  const toLast = beside - along, toNext = beside + along;
  const last = extra[Math.abs(toLast)], straight = extra[Math.abs(beside)], next = extra[Math.abs(toNext)];
  const lastAt = Math.min(0, toLast), straightAt = Math.min(0, beside), nextAt = Math.min(0, toNext);
  for (let x = 0, at = to; x < n; x++, at += along) {
    distance[at] = Math.min(
      distance[at],
      distance[at + toLast] + last[at + lastAt] + STEP,
      distance[at + beside] + straight[at + straightAt] + STEP,
      distance[at + toNext] + next[at + nextAt] + STEP,
    );
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
