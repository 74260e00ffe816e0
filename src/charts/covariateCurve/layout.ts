import { area, extent, line, scaleLinear } from 'd3';
import type { ScaleLinear } from 'd3';
import type { CovariateCurves } from '#core/evaluation/covariateCurves.ts';
import type { FieldDot } from '#charts/kit/dotField.ts';
import type { CurvePoint } from '#core/statistics/splineCurve.ts';

export interface CurveLayout {
  readonly x: ScaleLinear<number, number>;
  readonly y: ScaleLinear<number, number>;
  readonly groups: readonly { readonly label: string; readonly curve: string | null; readonly band: string | null }[];
  readonly dots: readonly FieldDot[];
  readonly left: number;
  readonly bottom: number;
}

/** Points, curve and band of every group on common axes. */
export function curveLayout({ groups }: CovariateCurves, { width, height, range }: { readonly width: number; readonly height: number; readonly range: readonly [number, number] }): CurveLayout {
  const [low = 0, high = 1] = extent(groups.flatMap((it) => [...it.x]));
  const left = 58, bottom = height - 42;
  const x = scaleLinear().domain(low < high ? [low, high] : [low - 1, high + 1]).nice().range([left, width - 12]);
  const y = scaleLinear().domain([...range]).range([bottom, 8]);
  const clamped = (value: number) => y(Math.max(range[0], Math.min(range[1], value)));
  return {
    x, y, left, bottom,
    dots: groups.flatMap(({ x: xs, y: ys, cases }, group) => Array.from(xs, (at, i): FieldDot => ({ x: x(at), y: y(ys[i]), group, caseAt: cases[i], value: ys[i], order: at }))),
    groups: groups.map(({ label, curve }) => ({
      label,
      curve: curve.state === 'done' ? line<CurvePoint>().x((it) => x(it.x)).y((it) => clamped(it.value))(curve.value.points) : null,
      band: curve.state === 'done' ? area<CurvePoint>().x((it) => x(it.x)).y0((it) => clamped(it.low)).y1((it) => clamped(it.high))(curve.value.points) : null,
    })),
  };
}
