/**
 * Distribution functions with full relative accuracy in both tails: `Upper` is the survival function, never 1 − cdf.
 * Quantiles start from stdlib's inverses (1e-8 in the far tail) and are polished by Newton steps on the function itself.
 */
import { betaLower, betaLowerInverse, betaUpper, erfc, erfcInverse, gammaLower, gammaLowerInverse, gammaUpper, logGamma } from '#core/num/special.ts';

export function normalLower(z: number): number {
  return 0.5 * erfc(-z / Math.SQRT2);
}

export function normalUpper(z: number): number {
  return 0.5 * erfc(z / Math.SQRT2);
}

export function normalDensity(z: number): number {
  return Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
}

export function normalQuantile(p: number): number {
  if (p <= 0 || p >= 1) return p === 0 ? -Infinity : p === 1 ? Infinity : Number.NaN;
  if (p === 0.5) return 0;
  if (p > 0.5) return -normalQuantile(1 - p);
  return polish(-Math.SQRT2 * erfcInverse(2 * p), p, normalLower, normalDensity);
}

export function tUpper(t: number, df: number): number {
  if (t < 0) return 1 - tUpper(-t, df);
  if (t === Infinity) return 0;
  const square = t * t;
  // Two forms of the same argument: the smaller of x and 1 − x is the one that keeps its digits.
  return square < df ? 0.5 * betaUpper(square / (df + square), 0.5, df / 2) : 0.5 * betaLower(df / (df + square), df / 2, 0.5);
}

export function tLower(t: number, df: number): number {
  return tUpper(-t, df);
}

/** Two-sided p of a t statistic. */
export function tTwoSided(t: number, df: number): number {
  return Math.min(1, 2 * tUpper(Math.abs(t), df));
}

export function tDensity(t: number, df: number): number {
  return Math.exp(logGamma((df + 1) / 2) - logGamma(df / 2) - ((df + 1) / 2) * Math.log1p((t * t) / df)) / Math.sqrt(df * Math.PI);
}

export function tQuantile(p: number, df: number): number {
  if (p === 0.5) return 0;
  if (p > 0.5) return -tQuantile(1 - p, df);
  const x = betaLowerInverse(2 * p, df / 2, 0.5);
  return polish(-Math.sqrt((df * (1 - x)) / x), p, (t) => tLower(t, df), (t) => tDensity(t, df));
}

export function chiSquaredLower(x: number, df: number): number {
  return x <= 0 ? 0 : gammaLower(x / 2, df / 2);
}

export function chiSquaredUpper(x: number, df: number): number {
  return x <= 0 ? 1 : gammaUpper(x / 2, df / 2);
}

export function chiSquaredDensity(x: number, df: number): number {
  if (x < 0) return 0;
  return Math.exp((df / 2 - 1) * Math.log(x) - x / 2 - (df / 2) * Math.LN2 - logGamma(df / 2));
}

export function chiSquaredQuantile(p: number, df: number): number {
  return polish(2 * gammaLowerInverse(p, df / 2), p, (x) => chiSquaredLower(x, df), (x) => chiSquaredDensity(x, df));
}

export function fUpper(x: number, df1: number, df2: number): number {
  if (x <= 0) return 1;
  if (x === Infinity) return 0;
  return df1 * x < df2 ? betaUpper((df1 * x) / (df1 * x + df2), df1 / 2, df2 / 2) : betaLower(df2 / (df2 + df1 * x), df2 / 2, df1 / 2);
}

export function fLower(x: number, df1: number, df2: number): number {
  if (x <= 0) return 0;
  if (x === Infinity) return 1;
  return df1 * x < df2 ? betaLower((df1 * x) / (df1 * x + df2), df1 / 2, df2 / 2) : betaUpper(df2 / (df2 + df1 * x), df2 / 2, df1 / 2);
}

export function fDensity(x: number, df1: number, df2: number): number {
  if (x <= 0) return 0;
  const logBeta = logGamma(df1 / 2) + logGamma(df2 / 2) - logGamma((df1 + df2) / 2);
  return Math.exp(
    (df1 / 2) * Math.log(df1 / df2) + (df1 / 2 - 1) * Math.log(x) - ((df1 + df2) / 2) * Math.log1p((df1 * x) / df2) - logBeta,
  );
}

export function fQuantile(p: number, df1: number, df2: number): number {
  const b = betaLowerInverse(p, df1 / 2, df2 / 2);
  return polish((df2 * b) / (df1 * (1 - b)), p, (x) => fLower(x, df1, df2), (x) => fDensity(x, df1, df2));
}

export function betaDensity(x: number, a: number, b: number): number {
  return Math.exp((a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b));
}

export function betaQuantile(p: number, a: number, b: number): number {
  return polish(betaLowerInverse(p, a, b), p, (x) => betaLower(x, a, b), (x) => betaDensity(x, a, b));
}

/** P(X ≤ k) for a binomial count. */
export function binomialLower(k: number, n: number, p: number): number {
  if (k < 0) return 0;
  if (k >= n) return 1;
  return betaUpper(p, k + 1, n - k);
}

/** Newton steps on cdf(x) = p; a step that does not lower the error is refused, so a bad start stays where it was. */
function polish(start: number, p: number, cdf: (x: number) => number, density: (x: number) => number): number {
  let x = start;
  let error = cdf(x) - p;
  for (let i = 0; i < 8 && error !== 0; i++) {
    const slope = density(x);
    if (!(slope > 0)) break;
    const next = x - error / slope;
    const nextError = cdf(next) - p;
    if (!(Math.abs(nextError) < Math.abs(error))) break;
    x = next;
    error = nextError;
  }
  return x;
}
