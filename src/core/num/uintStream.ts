import { makeRandom } from '#core/num/random.ts';

/**
 * Whole random numbers in blocks for tight loops: sfc32 as in `random.ts`, its state in local variables while a block
 * is filled (a closure's state would be boxed number by number). The stream depends on the seed alone.
 */
export function makeUintStream(seed: number | string): (out: Uint32Array) => void {
  const random = makeRandom(seed);
  const state = Int32Array.from({ length: 4 }, () => random.integer(4294967296) | 0);
  return (out) => {
    let a = state[0], b = state[1], c = state[2], d = state[3];
    for (let i = 0; i < out.length; i++) {
      const t = (((a + b) | 0) + d) | 0;
      d = (d + 1) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = (((c << 21) | (c >>> 11)) + t) | 0;
      out[i] = t;
    }
    state[0] = a;
    state[1] = b;
    state[2] = c;
    state[3] = d;
  };
}

/** 2⁻³²: a whole number times this is uniform in [0, 1). */
export const UINT_UNIT = 1 / 4294967296;
