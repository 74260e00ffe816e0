import type { ScaleLinear } from 'd3';
import { useMemo } from 'react';
import type { AuditRow } from '#core/evaluation/auditRows.ts';
import { figure, interval, metricInfo, pText } from '#core/evaluation/figureText.ts';
import { BottomAxis } from '#charts/kit/Axis.tsx';
import { ChartFrame } from '#charts/kit/ChartFrame.tsx';
import { fitted } from '#charts/kit/fitted.ts';
import { Tip } from '#charts/kit/Tip.tsx';
import { listed, useMarks } from '#charts/kit/useMarks.ts';
import { RANKED, ROW_HEIGHT, forestLayout, gapLines } from '#charts/gapForest/layout.ts';
import type { GapLine, GapOrder } from '#charts/gapForest/layout.ts';

export interface GapForestProps {
  readonly raw: readonly AuditRow[];
  readonly adjusted: readonly AuditRow[];
  readonly metric: string;
  readonly order: GapOrder;
  readonly title: string;
  readonly method: string;
  /** Half width of the band within which groups count as equal; null where none was set. */
  readonly margin: number | null;
  readonly modelName: (id: string) => string;
  /** Opens what a gap is about. */
  readonly onOpen: (line: GapLine) => void;
}

/** Every gap with its interval: raw as a ring, adjusted as a dot, zero and the band of equality behind them. */
export function GapForest({ raw, adjusted, metric, order, title, method, margin, modelName, onOpen }: GapForestProps) {
  const lines = useMemo(() => gapLines(raw, adjusted, order), [raw, adjusted, order]);
  const height = 20 + ROW_HEIGHT * Math.max(1, lines.length) + 40;
  const words = (line: GapLine) => `${line.organ}, ${modelName(line.model)}: ${line.group} against ${line.reference}`;
  return (
    <ChartFrame title={title} method={`${method} Ring: raw gap; dot: adjusted gap; lines: intervals. Groups of fewer than ${RANKED} come after the others, and may lie beyond the axis: an arrowhead is a gap that does.`} fileName="gaps" height={height}
      description={lines.map((line) => `${words(line)}: ${told(line.raw, metric)}${line.adjusted ? `, adjusted ${told(line.adjusted, metric)}` : ''}`).join('. ')}
      table={{
        columns: ['Organ', 'Model', 'Group', 'Compared with', 'n', 'Gap', 'Interval', 'p', 'Corrected p', 'Adjusted gap', 'Adjusted interval', 'Adjusted corrected p', 'Adjusted for'],
        rows: lines.map(({ organ, model, group, reference, raw: row, adjusted: other }) => [organ, modelName(model), group, reference, `${row.n} / ${row.nReference ?? ''}`, ...cells(row, metric), ...cells(other, metric).toSpliced(2, 1), other?.adjustedFor.join(', ') ?? '']),
      }}>
      {(width) => <Forest {...{ lines, width, metric, margin, modelName, onOpen }} />}
    </ChartFrame>
  );
}

export function Forest({ lines, width, metric, margin, modelName, onOpen }: Pick<GapForestProps, 'metric' | 'margin' | 'modelName' | 'onOpen'> & { readonly lines: readonly GapLine[]; readonly width: number }) {
  const layout = useMemo(() => forestLayout(lines, width), [lines, width]);
  const marks = useMarks(lines.length, (index) => onOpen(lines[index]), listed);
  const { x, yOf, bottom, left } = layout;
  const pointed = marks.at === null ? null : lines[marks.at];
  const tipOf = ({ organ, model, group, reference, raw, adjusted }: GapLine) => [`${organ.replaceAll('_', ' ')}, ${modelName(model)}`, `${group} against ${reference}`, `raw ${told(raw, metric)}`, ...(adjusted ? [`adjusted ${told(adjusted, metric)}`] : [])];
  return (
    <>
      {margin !== null && <rect x={x(-margin)} width={Math.max(0, x(margin) - x(-margin))} y={0} height={bottom} fill="#009E73" fillOpacity={0.14} />}
      <line x1={x(0)} x2={x(0)} y1={0} y2={bottom} stroke="currentColor" strokeOpacity={0.6} />
      {lines.map((line, index) => (
        <g key={line.key} {...marks.propsOf(index)} data-mark={index} role="button" aria-label={tipOf(line).join(', ')} style={{ cursor: 'pointer', outlineOffset: -1 }} transform={`translate(0,${yOf(index)})`}>
          <rect x={0} y={-ROW_HEIGHT / 2} width={width} height={ROW_HEIGHT} fill="currentColor" fillOpacity={marks.at === index ? 0.1 : index % 2 ? 0.03 : 0} />
          <text x={4} dy="0.32em" fontSize={11.5} fill="currentColor">{fitted(`${line.organ.replaceAll('_', ' ')} · ${modelName(line.model)} · ${withoutRange(line.group)}`, left)}</text>
          {line.raw.estimate === null ? <text x={left + 6} dy="0.32em" fontSize={11} fill="currentColor" fillOpacity={0.75}>{fitted(line.raw.fault?.reason ?? line.raw.note ?? 'no estimate', width - left)}</text> : (
            <>
              <Whisker row={line.raw} x={x} y={line.adjusted ? -4 : 0} open />
              {line.adjusted && <Whisker row={line.adjusted} x={x} y={4} open={false} />}
              <text x={width - 4} dy="0.32em" textAnchor="end" fontSize={11} fill="currentColor" fontWeight={(line.raw.pCorrected ?? 1) < 0.05 ? 700 : 400} style={{ fontVariantNumeric: 'tabular-nums' }}>{pText(line.raw.pCorrected ?? line.raw.p)}</text>
            </>
          )}
        </g>
      ))}
      {lines.length === 0 && <text x={8} y={20} fontSize={12} fill="currentColor">No gap can be told.</text>}
      <g transform={`translate(0,${bottom + 4})`}><BottomAxis scale={x} ticks={5} label={`${metricInfo(metric).label}: group minus reference`} format={(value) => figure(value, metric)} /></g>
      {pointed && marks.at !== null && <Tip x={left} y={yOf(marks.at)} width={width} lines={tipOf(pointed)} />}
    </>
  );
}

function Whisker({ row, x, y, open }: { readonly row: AuditRow; readonly x: ScaleLinear<number, number>; readonly y: number; readonly open: boolean }) {
  if (row.estimate === null) return null;
  const [lowest, highest] = x.domain();
  const beyond = row.estimate < lowest ? -1 : row.estimate > highest ? 1 : 0;
  const fill = open ? 'var(--chart-paper, #808080)' : 'currentColor';
  return (
    <g stroke="currentColor">
      {row.low !== null && row.high !== null && <line x1={x(row.low)} x2={x(row.high)} y1={y} y2={y} strokeWidth={open ? 1.3 : 2} strokeOpacity={open ? 0.75 : 1} />}
      {beyond === 0 ? <circle cx={x(row.estimate)} cy={y} r={3.6} fill={fill} strokeWidth={1.5} />
        : <path d={`M${x(row.estimate)},${y}l${-beyond * 7},-4v8z`} fill={fill} strokeWidth={1.5} strokeLinejoin="round" />}
    </g>
  );
}

function told(row: AuditRow, metric: string): string {
  if (row.estimate === null) return row.fault?.reason ?? row.note ?? 'no estimate';
  return `${figure(row.estimate, metric)} ${interval(row.low, row.high, metric)}${row.pCorrected === null ? '' : `, corrected ${pText(row.pCorrected)}`}`;
}

function cells(row: AuditRow | null, metric: string): string[] {
  if (!row) return ['', '', '', ''];
  if (row.estimate === null) return [row.fault?.reason ?? 'no estimate', '', '', ''];
  return [figure(row.estimate, metric), interval(row.low, row.high, metric), pText(row.p), pText(row.pCorrected)];
}

/** "normal (18.5 to < 25)" as "normal": the cut-offs are told beside the distributions. */
function withoutRange(group: string): string {
  return group.replace(/ [(][^()]*[)]$/, '');
}
