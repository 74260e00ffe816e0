/**
 * E-value (VanderWeele and Ding 2017): how strongly, on the risk-ratio scale, an unmeasured confounder would have to go
 * with both group and outcome to explain the gap away. `limit` is the E-value of the interval's end nearest to no gap;
 * 1 where the interval includes no gap.
 */
export interface EValue {
  readonly estimate: number;
  readonly limit: number;
}

/** From a risk ratio and its interval. */
export function eValueOfRatio(ratio: number, low: number, high: number): EValue {
  const limit = low <= 1 && high >= 1 ? 1 : ratio > 1 ? eValue(low) : eValue(high);
  return { estimate: eValue(ratio), limit };
}

/** From a mean gap in units of the standard deviation, by RR ≈ exp(0.91 d) (Chinn 2000; VanderWeele 2017). */
export function eValueOfStandardisedGap(gap: number, low: number, high: number): EValue {
  return eValueOfRatio(Math.exp(0.91 * gap), Math.exp(0.91 * low), Math.exp(0.91 * high));
}

function eValue(ratio: number): number {
  const away = ratio < 1 ? 1 / ratio : ratio;
  return away + Math.sqrt(away * (away - 1));
}
