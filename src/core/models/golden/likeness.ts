/** Cosine of the angle between two vectors; 1 where both are 0, 0 where one is. */
export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return 0;
  let both = 0, first = 0, second = 0;
  for (let at = 0; at < a.length; at++) {
    both += a[at] * b[at];
    first += a[at] * a[at];
    second += b[at] * b[at];
  }
  if (first === 0 && second === 0) return 1;
  return first === 0 || second === 0 ? 0 : both / Math.sqrt(first * second);
}

/** Largest difference over the largest magnitude of what is wanted. */
export function relativeError(got: ArrayLike<number>, want: ArrayLike<number>): number {
  if (got.length !== want.length) return Infinity;
  let scale = 0, worst = 0;
  for (let at = 0; at < want.length; at++) {
    scale = Math.max(scale, Math.abs(want[at]));
    worst = Math.max(worst, Math.abs(got[at] - want[at]));
  }
  return worst / scale;
}

/** Intersection over union of what lies above either threshold; 1 where nothing does. */
export function overlap(got: ArrayLike<number>, gotAbove: number, want: ArrayLike<number>, wantAbove: number): number {
  if (got.length !== want.length) return 0;
  let both = 0, either = 0;
  for (let at = 0; at < want.length; at++) {
    const isGot = got[at] > gotAbove, isWant = want[at] > wantAbove;
    both += Number(isGot && isWant);
    either += Number(isGot || isWant);
  }
  return either === 0 ? 1 : both / either;
}
