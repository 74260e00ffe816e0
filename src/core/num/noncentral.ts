import { betaLower, logGamma } from '#core/num/special.ts';
import { normalLower } from '#core/num/distributions.ts';

const NEGLIGIBLE = 1e-17;

/**
 * P(T ≤ t) of the noncentral t distribution: the Poisson mixture of incomplete beta functions (Lenth 1989, AS 243),
 * summed outwards from the heaviest Poisson term so that large noncentrality does not underflow.
 */
export function noncentralTLower(t: number, df: number, noncentrality: number): number {
  if (t < 0) return 1 - noncentralTLower(-t, df, -noncentrality);
  const base = normalLower(-noncentrality);
  if (t === 0) return base;
  const x = (t * t) / (df + t * t);
  const half = (noncentrality * noncentrality) / 2;
  if (half === 0) return base + 0.5 * betaLower(x, 0.5, df / 2);
  const term = (j: number): number => {
    const p = Math.exp(-half + j * Math.log(half) - logGamma(j + 1));
    const q = (noncentrality / Math.SQRT2) * Math.exp(-half + j * Math.log(half) - logGamma(j + 1.5));
    return p * betaLower(x, j + 0.5, df / 2) + q * betaLower(x, j + 1, df / 2);
  };
  return Math.min(1, Math.max(0, base + 0.5 * sumAround(Math.floor(half), term)));
}

/** P(F ≤ x) of the noncentral F distribution: Poisson mixture of incomplete beta functions (Johnson, Kotz, Balakrishnan, ch. 30). */
export function noncentralFLower(x: number, df1: number, df2: number, noncentrality: number): number {
  if (x <= 0) return 0;
  const y = (df1 * x) / (df1 * x + df2);
  const half = noncentrality / 2;
  if (half === 0) return betaLower(y, df1 / 2, df2 / 2);
  const term = (j: number): number => Math.exp(-half + j * Math.log(half) - logGamma(j + 1)) * betaLower(y, df1 / 2 + j, df2 / 2);
  return Math.min(1, sumAround(Math.floor(half), term));
}

/** Sums term(j) over j ≥ 0 from `centre` outwards until the terms no longer count. */
function sumAround(centre: number, term: (j: number) => number): number {
  let total = 0;
  for (let j = centre; j < centre + 100_000; j++) {
    const value = term(j);
    total += value;
    if (j > centre && Math.abs(value) <= NEGLIGIBLE * Math.max(Math.abs(total), 1e-290)) break;
  }
  for (let j = centre - 1; j >= 0; j--) {
    const value = term(j);
    total += value;
    if (Math.abs(value) <= NEGLIGIBLE * Math.max(Math.abs(total), 1e-290)) break;
  }
  return total;
}
