/** Numerical derivatives of a function of two positive parameters, steps relative to each, fourth order. */
export type Pair = readonly [number, number];

const STEP = 2e-3;
const FIRST = [[-2, 1 / 12], [-1, -8 / 12], [1, 8 / 12], [2, -1 / 12]] as const;
const SECOND = [[-2, -1 / 12], [-1, 16 / 12], [0, -30 / 12], [1, 16 / 12], [2, -1 / 12]] as const;

export function gradientOf(f: (v: Pair) => number, [a, b]: Pair): [number, number] {
  const ha = STEP * a, hb = STEP * b;
  return [
    FIRST.reduce((sum, [k, c]) => sum + c * f([a + k * ha, b]), 0) / ha,
    FIRST.reduce((sum, [k, c]) => sum + c * f([a, b + k * hb]), 0) / hb,
  ];
}

export function hessian2(f: (v: Pair) => number, [a, b]: Pair): [[number, number], [number, number]] {
  const ha = STEP * a, hb = STEP * b;
  const aa = SECOND.reduce((sum, [k, c]) => sum + c * f([a + k * ha, b]), 0) / (ha * ha);
  const bb = SECOND.reduce((sum, [k, c]) => sum + c * f([a, b + k * hb]), 0) / (hb * hb);
  let ab = 0;
  for (const [i, ci] of FIRST) for (const [j, cj] of FIRST) ab += ci * cj * f([a + i * ha, b + j * hb]);
  ab /= ha * hb;
  return [[aa, ab], [ab, bb]];
}
