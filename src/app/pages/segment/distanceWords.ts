/** A distance with its unit, a proper minus, and a plus where signs matter. */
export function formatMm(mm: number, sign: 'signed' | 'plain' = 'plain'): string {
  const shown = Math.abs(mm).toFixed(1);
  const before = Number(shown) === 0 ? '' : mm < 0 ? '−' : sign === 'signed' ? '+' : '';
  return `${before}${shown} mm`;
}
