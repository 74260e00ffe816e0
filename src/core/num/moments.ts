import type { Numbers } from '#core/num/quantiles.ts';

export function sum(values: Numbers): number {
  let total = 0;
  let carry = 0;
  // Neumaier's compensated sum: the same digits whatever the order, to the last bit or two.
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    const next = total + value;
    carry += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  return total + carry;
}

export function mean(values: Numbers): number {
  return sum(values) / values.length;
}

/** Sample variance, divisor n − 1, two passes; NaN for fewer than two values. */
export function variance(values: Numbers): number {
  return sumOfSquares(values) / (values.length - 1);
}

/** Σ(x − mean)², corrected for the rounding of the mean. */
export function sumOfSquares(values: Numbers): number {
  const centre = mean(values);
  let squares = 0;
  let drift = 0;
  for (let i = 0; i < values.length; i++) {
    const d = values[i] - centre;
    squares += d * d;
    drift += d;
  }
  return squares - (drift * drift) / values.length;
}

export function standardDeviation(values: Numbers): number {
  return Math.sqrt(Math.max(0, variance(values)));
}

/** Whether every value is the same. True for none. */
export function isConstant(values: Numbers): boolean {
  for (let i = 1; i < values.length; i++) if (values[i] !== values[0]) return false;
  return true;
}

export function minimum(values: Numbers): number {
  let low = Infinity;
  for (let i = 0; i < values.length; i++) if (values[i] < low) low = values[i];
  return low;
}

export function maximum(values: Numbers): number {
  let high = -Infinity;
  for (let i = 0; i < values.length; i++) if (values[i] > high) high = values[i];
  return high;
}
