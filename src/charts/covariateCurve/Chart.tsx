import { useMemo, useState } from 'react';
import type { PointerEvent } from 'react';
import type { ScaleLinear } from 'd3';
import type { CovariateCurves, CurveGroup } from '#core/evaluation/covariateCurves.ts';
import { figure, interval, metricInfo, pText } from '#core/evaluation/figureText.ts';
import { BottomAxis, LeftAxis } from '#charts/kit/Axis.tsx';
import { ChartFrame } from '#charts/kit/ChartFrame.tsx';
import { Legend } from '#charts/kit/Legend.tsx';
import { groupLook } from '#charts/kit/palette.ts';
import { zoomNote } from '#charts/kit/zoomNote.ts';
import { curveLayout } from '#charts/covariateCurve/layout.ts';

export interface CovariateCurveProps {
  readonly curves: CovariateCurves;
  readonly covariateLabel: string;
  readonly metric: string;
  readonly range: readonly [number, number];
  readonly title: string;
  readonly method: string;
  readonly height?: number;
  /** A range of the covariate was drawn over with the pointer. */
  readonly onBrush?: (low: number, high: number) => void;
}

/** The metric against a number as it is, not cut into bands: a dot a subject, a spline and its band for each group. */
export function CovariateCurve({ curves, covariateLabel, metric, range, title, method, height = 300, onBrush }: CovariateCurveProps) {
  return (
    <ChartFrame title={title} method={`${method} Restricted cubic spline with a pointwise HC3 band; Spearman's rho beside each group.${onBrush ? ' Draw over a range to keep only its subjects.' : ''}${zoomNote(range, metric)}`} fileName="against-covariate" height={height}
      description={curves.groups.map((group) => `${group.label}: n ${group.x.length}, ${correlationText(group)}`).join('. ')}
      table={{ columns: ['Group', 'n', 'Spearman rho', 'Interval', 'p', 'p of a flat curve'], rows: curves.groups.map((it) => [it.label, String(it.x.length), ...correlationCells(it), it.curve.state === 'done' ? pText(it.curve.value.p) : it.curve.fault.reason]) }}>
      {(width) => <Curves {...{ curves, covariateLabel, metric, range, height, width }} {...(onBrush ? { onBrush } : {})} />}
    </ChartFrame>
  );
}

export function Curves({ curves, covariateLabel, metric, range, height, width, onBrush }: Omit<CovariateCurveProps, 'title' | 'method' | 'height'> & { readonly height: number; readonly width: number }) {
  const { x, y, groups, left, bottom } = useMemo(() => curveLayout(curves, { width, height, range }), [curves, width, height, range]);
  return (
    <>
      <g transform={`translate(${left},0)`}><LeftAxis scale={y} label={metricInfo(metric).label} format={(value) => figure(value, metric)} grid={width - left - 12} ticks={5} /></g>
      <g transform={`translate(0,${bottom})`}><BottomAxis scale={x} label={covariateLabel} format={String} /></g>
      {groups.map(({ label, dots }, n) => <path key={label} d={dots} stroke={groupLook(n, label).colour} strokeWidth={3.2} strokeLinecap="round" strokeOpacity={0.4} fill="none" />)}
      {groups.map(({ label, band, curve }, n) => {
        const look = groupLook(n, label);
        return (
          <g key={label}>
            {band && <path d={band} fill={look.colour} fillOpacity={0.2} />}
            {curve && <path d={curve} fill="none" stroke={look.colour} strokeWidth={2.2} strokeDasharray={look.dash} />}
          </g>
        );
      })}
      <Legend x={left + 8} y={bottom - 14 * groups.length - 4} entries={curves.groups.map((it, n) => ({ label: `${it.label}: ${correlationText(it)}`, look: groupLook(n, it.label) }))} />
      {onBrush && <Brush scale={x} height={bottom} width={width} onBrush={onBrush} />}
    </>
  );
}

/** Shorter than this is a press, not a range. */
const LEAST_PX = 5;

/** Draws a range over the chart; by keyboard the same filter is set in the filter bar. */
function Brush({ scale, height, width, onBrush }: { readonly scale: ScaleLinear<number, number>; readonly height: number; readonly width: number; readonly onBrush: (low: number, high: number) => void }) {
  const [drawn, setDrawn] = useState<readonly [number, number] | null>(null);
  const [from, to] = scale.range();
  const at = (event: PointerEvent<SVGRectElement>) => {
    const box = event.currentTarget.ownerSVGElement?.getBoundingClientRect();
    return box ? Math.max(from, Math.min(to, ((event.clientX - box.left) * width) / box.width)) : from;
  };
  const end = () => {
    if (drawn && Math.abs(drawn[1] - drawn[0]) >= LEAST_PX) {
      const [low, high] = [...drawn].sort((a, b) => a - b).map((it) => Number(scale.invert(it).toPrecision(3)));
      onBrush(low, high);
    }
    setDrawn(null);
  };
  return (
    <g data-screen-only="">
      {drawn && <rect x={Math.min(...drawn)} width={Math.abs(drawn[1] - drawn[0])} y={0} height={height} fill="currentColor" fillOpacity={0.14} stroke="currentColor" strokeOpacity={0.5} />}
      <rect x={from} width={Math.max(0, to - from)} y={0} height={height} fill="transparent" style={{ cursor: 'crosshair', touchAction: 'none' }} data-testid="covariate-brush"
        onPointerDown={(event) => { event.currentTarget.setPointerCapture(event.pointerId); setDrawn([at(event), at(event)]); }}
        onPointerMove={(event) => { if (drawn) setDrawn([drawn[0], at(event)]); }} onPointerUp={end} onPointerCancel={() => setDrawn(null)} />
    </g>
  );
}

function correlationText({ correlation, x }: CurveGroup): string {
  if (correlation.state === 'failed') return `n ${x.length}, ${correlation.fault.reason}`;
  const { statistic, p, interval: { low, high } } = correlation.value;
  return `ρ ${figure(statistic, 'dice')} ${interval(low, high, 'dice')}, ${pText(p)}`;
}

function correlationCells({ correlation }: CurveGroup): string[] {
  if (correlation.state === 'failed') return [correlation.fault.reason, '', ''];
  const { statistic, p, interval: { low, high } } = correlation.value;
  return [figure(statistic, 'dice'), interval(low, high, 'dice'), pText(p)];
}
