/** Dice-shaped numbers: a logit-normal bulk near the ceiling, tied by rounding and by what reaches 1, with or without a tail of failures. */
import { makeRandom, type Random } from '#core/num/random.ts';

export type Shape = 'bulk' | 'tail';

const FAILURES = 0.04;

/** One value: `shift` moves the bulk on the logit scale. */
export function drawDice(random: Random, shape: Shape, shift = 0): number {
  if (shape === 'tail' && random.chance(FAILURES)) return rounded(random.uniform(0, 0.75));
  return rounded(1 / (1 + Math.exp(-(2.9 + shift + 0.75 * random.normal()))));
}

/** Three decimals; the uppermost counts as perfect, so that some tie at 1. */
function rounded(value: number): number {
  return value > 0.9905 ? 1 : Math.round(value * 1000) / 1000;
}

export function drawGroup(random: Random, n: number, shape: Shape, shift = 0): Float64Array {
  return Float64Array.from({ length: n }, () => drawDice(random, shape, shift));
}

/** A million draws: what an estimate should find. */
export function drawTruth(shape: Shape, shift: number): Float64Array {
  return drawGroup(makeRandom(`truth ${shape} ${shift}`), 1_000_000, shape, shift);
}

/** Members and others with a covariate; `confounding` moves the covariate between the groups, `slope` is what it does to Dice. */
export interface AdjustedCohort {
  readonly y: Float64Array;
  readonly member: Float64Array;
  readonly covariate: Float64Array;
}

export function drawAdjusted(random: Random, n: number, { confounding, slope, gap }: { confounding: number; slope: number; gap: number }): AdjustedCohort {
  const member = Float64Array.from({ length: 2 * n }, (_, i) => (i < n ? 1 : 0));
  const covariate = member.map((m) => confounding * (m - 0.5) + random.normal());
  const y = member.map((m, i) => 0.9 + gap * m + slope * covariate[i] + 0.02 * (drawDice(random, 'bulk') - 0.93) / 0.05);
  return { y, member, covariate };
}
