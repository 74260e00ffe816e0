/**
 * A root of `f` between `low` and `high`, whose signs must differ (bisection with secant steps inside the bracket).
 * Stops when the bracket is `tolerance` wide, relative to its ends.
 */
export function root(f: (x: number) => number, low: number, high: number, tolerance = 1e-13): number {
  let a = low, b = high, fa = f(a), fb = f(b);
  if (fa === 0) return a;
  if (fb === 0) return b;
  if (fa > 0 === fb > 0) throw new Error(`root: no change of sign between ${low} and ${high}`);
  for (let i = 0; i < 200; i++) {
    if (Math.abs(b - a) <= tolerance * Math.max(1e-300, Math.abs(a), Math.abs(b))) break;
    const middle = (a + b) / 2;
    const secant = b - (fb * (b - a)) / (fb - fa);
    // Every third step halves, so that a secant stuck at one end cannot stall the bracket.
    const x = i % 3 === 2 || !(secant > Math.min(a, b) && secant < Math.max(a, b)) ? middle : secant;
    const fx = f(x);
    if (fx === 0) return x;
    if (fx > 0 === fa > 0) { a = x; fa = fx; } else { b = x; fb = fx; }
  }
  return Math.abs(fa) < Math.abs(fb) ? a : b;
}

/** Where a unimodal `f` is least between `low` and `high` (golden section), to `tolerance` of the bracket's width. */
export function leastPoint(f: (x: number) => number, low: number, high: number, tolerance = 1e-9): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let a = low, b = high;
  let c = b - ratio * (b - a), d = a + ratio * (b - a);
  let fc = f(c), fd = f(d);
  while (Math.abs(b - a) > tolerance * (Math.abs(low) + Math.abs(high) + 1e-12)) {
    if (fc < fd) { b = d; d = c; fd = fc; c = b - ratio * (b - a); fc = f(c); } else { a = c; c = d; fc = fd; d = a + ratio * (b - a); fd = f(d); }
  }
  return (a + b) / 2;
}
