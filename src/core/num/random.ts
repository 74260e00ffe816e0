/**
 * Seeded random numbers: sfc32 (Chris Doty-Humphrey's small fast counting generator, 128 bits of state), seeded by
 * hashing. Integers and `next` are the same bits on every engine; `normal` goes through Math.log, sin and cos,
 * whose last bit is the engine's own (V8 alone is the same on all machines).
 */
export interface Random {
  /** Uniform in [0, 1), 32 bits. */
  next(): number;
  /** Uniform in [low, high). */
  uniform(low: number, high: number): number;
  /** Whole number in [0, count). */
  integer(count: number): number;
  normal(mean?: number, sd?: number): number;
  /** Normal, but never further than `limit` standard deviations from the mean (clipped). */
  clippedNormal(mean: number, sd: number, limit?: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** An independent stream that depends on this one's seed and on the name only, not on how many numbers were drawn. */
  fork(name: string | number): Random;
}

/** A generator for this seed; numbers and strings that differ give unrelated streams. */
export function makeRandom(seed: number | string): Random {
  const key = String(seed);
  const [a0, b0, c0, d0] = hash128(key);
  let a = a0, b = b0, c = c0, d = d0;
  let spare = Number.NaN;
  const uint = (): number => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t | 0;
    return t >>> 0;
  };
  for (let i = 0; i < 12; i++) uint();
  const next = () => uint() / 4294967296;
  const standard = (): number => {
    if (!Number.isNaN(spare)) {
      const value = spare;
      spare = Number.NaN;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - next()));
    const angle = 2 * Math.PI * next();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
  return {
    next,
    uniform: (low, high) => low + (high - low) * next(),
    integer: (count) => Math.floor(next() * count),
    normal: (mean = 0, sd = 1) => mean + sd * standard(),
    clippedNormal: (mean, sd, limit = 2) => mean + sd * Math.min(limit, Math.max(-limit, standard())),
    chance: (probability) => next() < probability,
    pick: (items) => items[Math.floor(next() * items.length)],
    fork: (name) => makeRandom(`${key}/${name}`),
  };
}

/** Four 32-bit words from a string, by four multiply-and-rotate lanes with a final avalanche. */
function hash128(text: string): [number, number, number, number] {
  const lanes: [number, number, number, number] = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 0xdeadbeef];
  const primes = [0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f, 0x165667b1];
  for (let i = 0; i < text.length; i++) {
    for (let lane = 0; lane < 4; lane++) {
      const mixed = Math.imul(lanes[lane] ^ text.charCodeAt(i) ^ (lanes[(lane + 1) % 4] >>> 7), primes[lane]);
      lanes[lane] = (mixed << 13) | (mixed >>> 19);
    }
  }
  return lanes.map((word, lane) => {
    let h = word ^ text.length ^ Math.imul(lane + 1, 0x9e3779b9);
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return (h ^ (h >>> 16)) | 0;
  }) as [number, number, number, number];
}
