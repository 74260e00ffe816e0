import { area, scaleLinear } from 'd3';
import type { ScaleLinear } from 'd3';
import type { CovariateView } from '#core/evaluation/covariateViews.ts';

export const ROW_HEIGHT = 34;
const TOP = 4;
const AXIS = 40;

export interface CovariateRow {
  readonly label: string;
  readonly isUnknown: boolean;
  readonly n: number;
  readonly missing: number;
  readonly top: number;
  /** Outline of the distribution; null where it has no spread. */
  readonly density: string | null;
  readonly quartiles: readonly [number, number, number] | null;
  /** Shares of levels side by side, in their order, from left to right. */
  readonly parts: readonly { readonly level: string; readonly x: number; readonly width: number; readonly share: number; readonly count: number }[];
}

export interface CovariateLayout { readonly x: ScaleLinear<number, number>; readonly left: number; readonly bottom: number; readonly rows: readonly CovariateRow[] }

export function covariateHeight({ groups }: Pick<CovariateView, 'groups'>): number {
  return TOP + ROW_HEIGHT * Math.max(1, groups.length) + AXIS;
}

/** A row a group: the density of a number over a common axis, or the shares of a category's levels from 0 to 1. */
export function covariateLayout({ kind, levels, range, groups }: CovariateView, width: number): CovariateLayout {
  const left = Math.min(150, width * 0.34);
  const x = scaleLinear().domain(kind === 'numeric' ? [...range] : [0, 1]).range([left, Math.max(left + 40, width - 10)]);
  const tallest = Math.max(...groups.flatMap(({ density }) => (density ? [Math.max(...density.height)] : [])), 1e-12);
  const rows = groups.map(({ label, isUnknown, n, missing, density, quartiles, counts }, at): CovariateRow => {
    const top = TOP + ROW_HEIGHT * at;
    const base = top + ROW_HEIGHT - 6;
    let sum = 0;
    const parts = levels.map((level, code) => {
      const share = n === 0 ? 0 : counts[code] / n;
      const part = { level, x: x(sum), width: x(sum + share) - x(sum), share, count: counts[code] };
      sum += share;
      return part;
    });
    return {
      label, isUnknown, n, missing, top, parts: kind === 'category' && n > 0 ? parts.filter(({ count }) => count > 0) : [],
      density: density && area<number>().x((i) => x(density.at[i])).y0(base).y1((i) => base - ((ROW_HEIGHT - 10) * density.height[i]) / tallest)(density.at.keys()),
      quartiles: quartiles && [x(quartiles[0]), x(quartiles[1]), x(quartiles[2])],
    };
  });
  return { x, left, rows, bottom: TOP + ROW_HEIGHT * Math.max(1, groups.length) };
}
