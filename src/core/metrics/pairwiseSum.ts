/**
 * Sum in the order of numpy's add.reduce: halves are summed apart down to blocks of 128, each in eight lanes. Its rounding
 * error hardly grows with the length, and figures that hang on the last bit come out as numpy's.
 */
export function pairwiseSum(values: Float64Array): number {
  return sumOf(values, 0, values.length);
}

function sumOf(values: Float64Array, from: number, count: number): number {
  if (count > 128) {
    const half = (count >> 1) - ((count >> 1) % 8);
    return sumOf(values, from, half) + sumOf(values, from + half, count - half);
  }
  if (count < 8) {
    let sum = 0;
    for (let at = from; at < from + count; at++) sum += values[at];
    return sum;
  }
  const lanes = values.slice(from, from + 8);
  const whole = count - (count % 8);
  for (let at = 8; at < whole; at++) lanes[at % 8] += values[from + at];
  let sum = ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
  for (let at = whole; at < count; at++) sum += values[from + at];
  return sum;
}
