import type { AuditRow } from '#core/evaluation/auditRows.ts';
import { figure, interval, metricInfo, pText } from '#core/evaluation/figureText.ts';
import { BottomAxis, LeftAxis } from '#charts/kit/Axis.tsx';
import { ChartFrame } from '#charts/kit/ChartFrame.tsx';
import { groupLook, shapePath } from '#charts/kit/palette.ts';
import { Tip } from '#charts/kit/Tip.tsx';
import { beside, useMarks } from '#charts/kit/useMarks.ts';
import { fairnessPoints, scatterLayout } from '#charts/fairnessScatter/layout.ts';
import type { FairnessPoint } from '#charts/fairnessScatter/layout.ts';

export interface FairnessScatterProps {
  /** The audit's rows of one organ. */
  readonly rows: readonly AuditRow[];
  readonly metric: string;
  readonly title: string;
  readonly modelName: (id: string) => string;
}

const HEIGHT = 300;

/** Accuracy against fairness: a mark a model, with the span that its gap would have by chance alone. */
export function FairnessScatter({ rows, metric, title, modelName }: FairnessScatterProps) {
  const points = fairnessPoints(rows);
  const label = metricInfo(metric).label;
  return (
    <ChartFrame title={title} method={`Mean ${label} over subjects of known group; highest minus lowest group mean. Grey span: that difference by chance alone (permuted groups).`} fileName="accuracy-fairness" height={HEIGHT}
      description={points.map((it) => words(it, metric, modelName)).join('. ')}
      table={{ columns: ['Model', 'n', `Mean ${label}`, 'Highest − lowest', 'By chance alone', 'Corrected p'], rows: points.map(({ run, n, mean, gap, chance, p }) => [modelName(run), String(n), figure(mean, metric), figure(gap, metric), chance ? interval(chance[0], chance[1], metric) : '', pText(p)]) }}>
      {(width) => <Scatter {...{ points, metric, modelName, width }} />}
    </ChartFrame>
  );
}

export function Scatter({ points, metric, modelName, width }: { readonly points: readonly FairnessPoint[]; readonly metric: string; readonly modelName: (id: string) => string; readonly width: number }) {
  const { x, y, left, bottom } = scatterLayout(points, { width, height: HEIGHT });
  const label = metricInfo(metric).label;
  const middle = (left + width) / 2;
  const marks = useMarks(points.length, () => undefined, (index, key) => beside(points, index, key, ({ mean }) => mean));
  const pointed = marks.at === null ? null : points[marks.at];
  return (
    <>
      <g transform={`translate(${left},0)`}><LeftAxis scale={y} label="Highest − lowest group" format={(value) => figure(value, metric)} grid={width - left - 16} ticks={5} /></g>
      <g transform={`translate(0,${bottom})`}><BottomAxis scale={x} label={`Mean ${label}`} format={(value) => figure(value, metric)} /></g>
      {points.map(({ run, mean, gap, chance }, n) => {
        const { colour, shape } = groupLook(n);
        const isRight = x(mean) > middle;
        return (
          <g key={run} {...marks.propsOf(n)} data-mark={n} role="img" aria-label={words(points[n], metric, modelName)} transform={`translate(${x(mean).toFixed(1)},0)`}>
            {chance && <line y1={y(chance[0])} y2={y(chance[1])} stroke="currentColor" strokeOpacity={0.28} strokeWidth={7} />}
            <path d={shapePath(shape, 11)} transform={`translate(0,${y(gap).toFixed(1)})`} fill={colour} stroke="currentColor" strokeWidth={0.7} />
            <text x={isRight ? -10 : 10} y={y(gap)} dy="0.32em" textAnchor={isRight ? 'end' : 'start'} fontSize={11.5} fill="currentColor">{modelName(run)}</text>
          </g>
        );
      })}
      {pointed && <Tip x={x(pointed.mean)} y={y(pointed.gap)} width={width} lines={[modelName(pointed.run), ...words(pointed, metric, modelName).slice(modelName(pointed.run).length + 2).split(', ')]} />}
      {points.length === 0 && <text x={left + 8} y={24} fontSize={12} fill="currentColor">No model has two groups with enough values.</text>}
    </>
  );
}

function words({ run, n, mean, gap, chance, p }: FairnessPoint, metric: string, modelName: (id: string) => string): string {
  return `${modelName(run)}: n ${n}, mean ${figure(mean, metric)}, highest minus lowest group ${figure(gap, metric)}${chance ? `, by chance ${interval(chance[0], chance[1], metric)}` : ''}${p === null ? '' : `, ${pText(p)}`}`;
}
