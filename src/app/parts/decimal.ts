/** A proportion as papers print it: .912, 1.000; an en dash where there is none. */
export function proportion(value: number | null): string {
  if (value === null) return '–';
  return value.toFixed(3).replace(/^(-?)0[.]/, '$1.');
}

/** A number with this many significant digits and no exponent. */
export function significant(value: number, digits = 4): string {
  return Number(value.toPrecision(digits)).toLocaleString('en', { maximumFractionDigits: 6 });
}
