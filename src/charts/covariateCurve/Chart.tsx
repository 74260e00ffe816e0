import { useMemo } from 'react';
import type { CovariateCurves, CurveGroup } from '#core/evaluation/covariateCurves.ts';
import { figure, interval, metricInfo, pText } from '#core/evaluation/figureText.ts';
import { BottomAxis, LeftAxis } from '#charts/kit/Axis.tsx';
import { AxisBrush } from '#charts/kit/AxisBrush.tsx';
import { ChartFrame } from '#charts/kit/ChartFrame.tsx';
import { makeDotField } from '#charts/kit/dotField.ts';
import { DotMarks } from '#charts/kit/DotMarks.tsx';
import { DotSurface } from '#charts/kit/DotSurface.tsx';
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
  readonly caseName: (caseAt: number) => string;
  readonly onOpen: (caseAt: number) => void;
  readonly onHover?: (caseAt: number | null) => void;
  /** A range of the covariate was drawn over with the pointer. */
  readonly onBrush?: (low: number, high: number) => void;
}

/** The metric against a number as it is, not cut into bands: a dot a subject, a spline and its band for each group. */
export function CovariateCurve({ curves, covariateLabel, metric, range, title, method, height = 300, caseName, onOpen, onHover, onBrush }: CovariateCurveProps) {
  return (
    <ChartFrame title={title} method={`${method} Restricted cubic spline with a pointwise HC3 band; Spearman's rho beside each group.${onBrush ? ' Press a dot to open its case; draw over the axis to keep only its subjects.' : ''}${zoomNote(range, metric)}`} fileName="against-covariate" height={height}
      description={curves.groups.map((group) => `${group.label}: n ${group.x.length}, ${correlationText(group)}`).join('. ')}
      table={{ columns: ['Group', 'n', 'Spearman rho', 'Interval', 'p', 'p of a flat curve'], rows: curves.groups.map((it) => [it.label, String(it.x.length), ...correlationCells(it), it.curve.state === 'done' ? pText(it.curve.value.p) : it.curve.fault.reason]) }}>
      {(width) => <Curves {...{ curves, covariateLabel, metric, range, height, width, caseName, onOpen }} {...(onHover ? { onHover } : {})} {...(onBrush ? { onBrush } : {})} />}
    </ChartFrame>
  );
}

export function Curves({ curves, covariateLabel, metric, range, height, width, caseName, onOpen, onHover, onBrush }: Omit<CovariateCurveProps, 'title' | 'method' | 'height'> & { readonly height: number; readonly width: number }) {
  const { x, y, groups, dots, left, bottom } = useMemo(() => curveLayout(curves, { width, height, range }), [curves, width, height, range]);
  const field = useMemo(() => makeDotField(dots), [dots]);
  const colours = useMemo(() => groups.map(({ label }, n) => groupLook(n, label).colour), [groups]);
  return (
    <>
      <g transform={`translate(${left},0)`}><LeftAxis scale={y} label={metricInfo(metric).label} format={(value) => figure(value, metric)} grid={width - left - 12} ticks={5} /></g>
      <g transform={`translate(0,${bottom})`}><BottomAxis scale={x} label={covariateLabel} format={String} /></g>
      <DotMarks dots={dots} colours={colours} width={width} height={height} size={3.4} />
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
      <DotSurface {...{ field, left, bottom, width, onOpen, onHover }} testId="curve-dots"
        linesOf={({ caseAt, group, value, order }) => [caseName(caseAt), `${curves.groups[group].label}: ${figure(value, metric)}`, `${covariateLabel} ${order}`]} />
      {onBrush && <AxisBrush scale={x} top={bottom} testId="covariate-brush" onBrush={onBrush} />}
    </>
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
