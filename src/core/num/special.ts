/** The special functions, from stdlib's single packages (Boost and Cephes algorithms); the only place that imports them. */
import betainc from '@stdlib/math-base-special-betainc';
import betaincinv from '@stdlib/math-base-special-betaincinv';
import digammaOf from '@stdlib/math-base-special-digamma';
import erfcOf from '@stdlib/math-base-special-erfc';
import erfcinv from '@stdlib/math-base-special-erfcinv';
import gammainc from '@stdlib/math-base-special-gammainc';
import gammaincinv from '@stdlib/math-base-special-gammaincinv';
import gammaln from '@stdlib/math-base-special-gammaln';
import trigammaOf from '@stdlib/math-base-special-trigamma';

/** Regularised incomplete beta I_x(a, b). */
export function betaLower(x: number, a: number, b: number): number {
  return betainc(x, a, b, true, false);
}

/** 1 − I_x(a, b) without cancellation. */
export function betaUpper(x: number, a: number, b: number): number {
  return betainc(x, a, b, true, true);
}

export function betaLowerInverse(p: number, a: number, b: number): number {
  return betaincinv(p, a, b, false);
}

/** Regularised lower incomplete gamma P(shape, x). */
export function gammaLower(x: number, shape: number): number {
  return gammainc(x, shape, true, false);
}

export function gammaUpper(x: number, shape: number): number {
  return gammainc(x, shape, true, true);
}

export function gammaLowerInverse(p: number, shape: number): number {
  return gammaincinv(p, shape, false);
}

export function logGamma(x: number): number {
  return gammaln(x);
}

export function digamma(x: number): number {
  return digammaOf(x);
}

export function trigamma(x: number): number {
  return trigammaOf(x);
}

export function erfc(x: number): number {
  return erfcOf(x);
}

export function erfcInverse(p: number): number {
  return erfcinv(p);
}
