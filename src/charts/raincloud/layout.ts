import { area, line, scaleLinear } from 'd3';
import type { ScaleLinear } from 'd3';
import type { GroupView } from '#core/evaluation/exploreViews.ts';
import type { FieldDot } from '#charts/kit/dotField.ts';
import type { RainShape } from '#charts/raincloud/shapes.ts';

export interface RainBox { readonly width: number; readonly height: number; readonly range: readonly [number, number]; readonly shape: RainShape }

export interface RainRow {
  readonly label: string;
  /** Top and bottom of the group's band. */
  readonly top: number;
  readonly bottom: number;
  /** Baseline of the density. */
  readonly base: number;
  readonly density: string | null;
  readonly curve: string | null;
  readonly box: { readonly q1: number; readonly q3: number; readonly median: number | null; readonly y: number } | null;
  readonly mean: { readonly x: number; readonly low: number | null; readonly high: number | null; readonly y: number } | null;
  readonly floor: number | null;
}

export interface RainLayout { readonly x: ScaleLinear<number, number>; readonly rows: readonly RainRow[]; readonly dots: readonly FieldDot[]; readonly left: number; readonly bottom: number }

const MARGIN = { left: 150, right: 14, top: 6, bottom: 42 };

/** Where everything of a raincloud lies, group under group, values from left to right. */
export function rainLayout(groups: readonly GroupView[], { width, height, range, shape }: RainBox): RainLayout {
  const left = Math.min(MARGIN.left, width * 0.3);
  const x = scaleLinear().domain([...range]).range([left, width - MARGIN.right]);
  const band = (height - MARGIN.top - MARGIN.bottom) / Math.max(1, groups.length);
  const tallest = Math.max(...groups.flatMap(({ density }) => (density ? [Math.max(...density.height)] : [])), 1e-9);
  const rows = groups.map((group, n): RainRow => {
    const top = MARGIN.top + n * band;
    const base = top + band * (shape === 'raincloud' ? 0.5 : shape === 'ridgeline' ? 0.9 : 0.95);
    const rise = band * (shape === 'raincloud' ? 0.46 : 0.85);
    const y = (height0: number) => base - (rise * height0) / tallest;
    const density = group.density && (shape === 'raincloud' || shape === 'ridgeline') ? area<number>().x((i) => x(group.density?.at[i] ?? 0)).y0(base).y1((i) => y(group.density?.height[i] ?? 0))(group.density.at.keys()) : null;
    const boxY = shape === 'raincloud' ? base + band * 0.1 : top + band * 0.12;
    return {
      label: group.label, top, bottom: top + band, base, density, curve: shape === 'ecdf' ? stepCurve(group.values, x, top + band * 0.08, band * 0.84) : null,
      box: shape === 'raincloud' ? boxOf(x, group, boxY) : null,
      mean: group.mean.state === 'done' && Number.isFinite(group.mean.value.value) ? { x: x(group.mean.value.value), low: placed(x, group.mean.value.low), high: placed(x, group.mean.value.high), y: boxY } : null,
      floor: group.floor === null ? null : x(group.floor),
    };
  });
  const [from, spread] = { raincloud: [0.68, 0.26], strip: [0.24, 0.66], ridgeline: [0.92, 0.05], ecdf: [0.08, 0.84] }[shape];
  const heightsOf = shape === 'ecdf' ? stepHeights : evenHeights;
  const dots = groups.flatMap((group, n) => dotsOf(group, n, { x, top: rows[n].top + band * from, high: band * spread, heights: heightsOf(group.values) }));
  return { x, rows, dots, left, bottom: height - MARGIN.bottom };
}

/** None where a quartile is infinite, as distances to a missed organ are. */
function boxOf(x: ScaleLinear<number, number>, { quartiles, median }: GroupView, y: number): RainRow['box'] {
  const [q1, q3] = [placed(x, quartiles?.[0]), placed(x, quartiles?.[1])];
  return q1 === null || q3 === null ? null : { q1, q3, median: median.state === 'done' ? placed(x, median.value.value) : null, y };
}

/** An end of an interval, held to the axis. */
const placed = (x: ScaleLinear<number, number>, value: number | null | undefined) => (value == null || !Number.isFinite(value) ? null : Math.max(x.range()[0], Math.min(x.range()[1], x(value))));

/** A dot a value, its height a share of the band from its top. */
function dotsOf({ values, cases }: GroupView, group: number, { x, top, high, heights }: { readonly x: ScaleLinear<number, number>; readonly top: number; readonly high: number; readonly heights: Float64Array }): FieldDot[] {
  return Array.from(values, (value, i) => ({ x: x(value), y: top + high * heights[i], group, caseAt: cases[i], value, order: value })).filter((dot) => Number.isFinite(dot.x));
}

/** A sequence that fills a band evenly and is the same at every drawing. */
function evenHeights(values: Float64Array): Float64Array {
  return values.map((_, i) => (i * 0.6180339887) % 1);
}

/** Where each value's step of the cumulative share ends. */
function stepHeights(values: Float64Array): Float64Array {
  const finite = [...values.keys()].filter((i) => Number.isFinite(values[i])).sort((a, b) => values[a] - values[b]);
  const heights = new Float64Array(values.length);
  finite.forEach((at, rank) => { heights[at] = 1 - (rank + 1) / finite.length; });
  return heights;
}

function stepCurve(values: Float64Array, x: ScaleLinear<number, number>, top: number, high: number): string | null {
  const sorted = Float64Array.from(values).filter(Number.isFinite).sort();
  if (sorted.length === 0) return null;
  const points: [number, number][] = [[x.range()[0], top + high]];
  sorted.forEach((value, i) => points.push([x(value), top + high * (1 - i / sorted.length)], [x(value), top + high * (1 - (i + 1) / sorted.length)]));
  points.push([x.range()[1], top]);
  return line()(points);
}
