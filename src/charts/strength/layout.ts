import { area, line, scaleLinear } from 'd3';
import type { ScaleLinear } from 'd3';
import { rangeOf } from '#core/evaluation/exploreViews.ts';
import type { StrengthFamily, StrengthPoint } from '#core/evaluation/strengthCurves.ts';

interface PlacedMean { readonly point: StrengthPoint; readonly x: number; readonly y: number; readonly low: number; readonly high: number }

export interface StrengthLayout {
  readonly x: ScaleLinear<number, number>;
  readonly y: ScaleLinear<number, number>;
  readonly left: number;
  readonly bottom: number;
  /** The strengths that were asked, ascending. */
  readonly strengths: readonly number[];
  /** Upper left corner of the legend, in the lower corner that what is drawn keeps further from. */
  readonly legend: { readonly x: number; readonly y: number };
  /** Per group: its means in pixels, the line through them and the band of their intervals. A strength without a mean is left out. */
  readonly groups: readonly { readonly label: string; readonly marks: readonly PlacedMean[]; readonly line: string | null; readonly band: string | null }[];
}

/** Least and greatest value on the axis: what the means and their intervals span. An interval of scores is held to 0 and 1. */
export function strengthRange({ groups }: Pick<StrengthFamily, 'groups'>): readonly [number, number] {
  const means = groups.flatMap(({ points }) => points.flatMap(({ mean }) => (mean.state === 'done' ? [mean.value] : [])));
  const isShare = means.every(({ value }) => value >= 0 && value <= 1);
  return rangeOf(Float64Array.from(means.flatMap(({ value, low, high }) => (isShare ? [value, Math.max(0, low), Math.min(1, high)] : [value, low, high]))));
}

/** Every group's means against the strength of the prompt, in the metric's own unit. */
export function strengthLayout(family: Pick<StrengthFamily, 'groups'>, { width, height }: { readonly width: number; readonly height: number }): StrengthLayout {
  const strengths = [...new Set(family.groups.flatMap(({ points }) => points.map(({ strength }) => strength)))].sort((a, b) => a - b);
  const low = strengths[0] ?? 0, high = strengths.at(-1) ?? 0;
  const [least, greatest] = strengthRange(family);
  const left = 58, bottom = height - 42;
  const x = scaleLinear().domain(low < high ? [low, high] : strengths.length > 0 ? [low - 1, low + 1] : [0, 1]).range([left + 10, Math.max(left + 40, width - 16)]);
  const y = scaleLinear().domain([least, greatest]).range([bottom, 8]);
  const placed = (value: number) => y(Math.max(least, Math.min(greatest, value)));
  const groups = family.groups.map(({ label, points }) => {
    const marks = points.flatMap((point): PlacedMean[] => { const { strength, mean } = point; return mean.state === 'done' && Number.isFinite(mean.value.value)
      ? [{ point, x: x(strength), y: y(mean.value.value), low: placed(mean.value.low), high: placed(mean.value.high) }] : []; });
    return {
      label, marks, line: line<PlacedMean>().x((it) => it.x).y((it) => it.y)(marks),
      band: area<PlacedMean>().x((it) => it.x).y0((it) => it.low).y1((it) => it.high)(marks),
    };
  });
  const [first, last] = [0, -1].map((at) => Math.max(0, ...groups.flatMap(({ marks }) => marks.at(at)?.low ?? [])));
  const longest = Math.max(0, ...groups.map(({ label }) => label.length));
  return { x, y, left, bottom, strengths, groups, legend: { x: first <= last ? left + 12 : Math.max(left + 12, width - 48 - 6.5 * longest), y: bottom - 14 * groups.length } };
}
