const SMALLEST_NORMAL = 2 ** -14;
const SUBNORMAL_STEP = 2 ** -24;
/** 2⁴² + 1: splits a double after its first 11 significant bits (Veltkamp). */
const SPLIT = 2 ** 42 + 1;

/** The nearest IEEE half-precision value, as a number; ±Infinity beyond 65504. */
export function roundToHalf(value: number): number {
  const magnitude = Math.abs(value);
  if (magnitude < SMALLEST_NORMAL) return Math.round(value / SUBNORMAL_STEP) * SUBNORMAL_STEP;
  if (magnitude >= 65520) return value > 0 ? Infinity : value < 0 ? -Infinity : value;
  const scaled = value * SPLIT;
  return scaled - (scaled - value);
}
