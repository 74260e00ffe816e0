import type { MapMeasure } from '#core/errormaps/mapMeasure.ts';

/** A value of a map with its unit, a proper minus, and a plus where signs matter. */
export function bareFigure(value: number, { kind }: MapMeasure, sign: boolean): string {
  const shown = kind === 'signed' ? Math.abs(value).toFixed(Math.abs(value) < 10 ? 2 : 1) : (100 * Math.abs(value)).toFixed(0);
  const before = Number(shown) === 0 ? '' : value < 0 ? '−' : sign ? '+' : '';
  return `${before}${shown} ${kind === 'signed' ? 'mm' : '%'}`;
}
