import { useId } from 'react';
import { estimateText, figure, metricInfo, percent } from '#core/evaluation/figureText.ts';
import { ChartFrame } from '#charts/kit/ChartFrame.tsx';
import { fitted } from '#charts/kit/fitted.ts';
import { inkOn, sequentialColour } from '#charts/kit/palette.ts';
import { Tip } from '#charts/kit/Tip.tsx';
import { useMarks } from '#charts/kit/useMarks.ts';
import type { Result } from '#core/faults.ts';
import type { Estimate } from '#core/statistics/estimate.ts';
import { FEW, matrixLayout, neighbourCell, shareOf, spanOf, statisticOf } from '#charts/groupHeatmap/layout.ts';
import type { CellStatistic, MatrixCell } from '#charts/groupHeatmap/layout.ts';

export interface GroupHeatmapProps {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly cells: readonly MatrixCell[];
  readonly metric: string;
  readonly statistic?: CellStatistic;
  readonly title: string;
  readonly method: string;
  readonly fileName: string;
}

/** Means, medians or failure rates in cells of two attributes (or of models, organs and groups), with n in every cell; few values are hatched. */
export function GroupHeatmap({ rows, columns, cells, metric, statistic = 'mean', title, method, fileName }: GroupHeatmapProps) {
  const { height } = matrixLayout(rows, columns, 600);
  const told = (cell: MatrixCell, it: CellStatistic) => estimated(statisticOf(cell, it), metric, it);
  return (
    <ChartFrame title={title} method={`${method} ${NAMES[statistic](metricInfo(metric).label)} and n; cells with fewer than ${FEW} values are hatched and not to be ranked.`} fileName={fileName} height={height}
      description={cells.map((cell) => `${cell.row}, ${cell.column}: ${words(cell, metric, statistic)}`).join('. ')}
      table={{ columns: ['Row', 'Column', 'n', 'Missing', 'Mean', 'Median', 'Failure rate'], rows: cells.map((cell) => [cell.row, cell.column, String(cell.n), String(cell.missing), told(cell, 'mean'), told(cell, 'median'), cell.failureRate ? told(cell, 'failure rate') : '']) }}>
      {(width) => <Matrix {...{ rows, columns, cells, metric, statistic, width }} />}
    </ChartFrame>
  );
}

/** Room for the figures of a hatched cell, which are read on a ground of its colour. */
const PLATE = 48;

const NAMES = { 'mean': (label: string) => `Mean ${label}`, 'median': (label: string) => `Median ${label}`, 'failure rate': () => 'Failure rate (Wilson interval)' } as const satisfies Record<CellStatistic, (label: string) => string>;

export function Matrix({ rows, columns, cells, metric, statistic = 'mean', width }: Pick<GroupHeatmapProps, 'rows' | 'columns' | 'cells' | 'metric' | 'statistic'> & { readonly width: number }) {
  const hatch = useId();
  const { left, top, cellWidth, cellHeight } = matrixLayout(rows, columns, width);
  const span = spanOf(cells, statistic);
  const marks = useMarks(cells.length, () => undefined, (index, key) => neighbourCell(cells, { rows, columns }, index, key));
  const pointed = marks.at === null ? null : cells[marks.at];
  return (
    <>
      <defs><pattern id={hatch} width={6} height={6} patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line y2={6} stroke="#fff" strokeOpacity={0.75} strokeWidth={2.4} /></pattern></defs>
      {columns.map((column, c) => <text key={column} x={left + cellWidth * (c + 0.5)} y={16} textAnchor="middle" fontSize={11} fill="currentColor">{fitted(column, cellWidth)}<title>{column}</title></text>)}
      {rows.map((row, r) => <text key={row} x={left - 8} y={top + cellHeight * (r + 0.5)} dy="0.32em" textAnchor="end" fontSize={11} fill="currentColor">{fitted(row, left - 8)}<title>{row}</title></text>)}
      {cells.map((cell, at) => {
        const r = rows.indexOf(cell.row), c = columns.indexOf(cell.column);
        const it = statisticOf(cell, statistic);
        const share = it.state === 'done' ? shareOf(it.value.value, span) : null;
        const ink = inkOn(share ?? 0);
        return (
          <g key={JSON.stringify([cell.row, cell.column])} {...marks.propsOf(at)} data-mark={at} role="img" aria-label={`${cell.row}, ${cell.column}: ${words(cell, metric, statistic)}`} style={{ outlineOffset: -1 }} transform={`translate(${left + cellWidth * c},${top + cellHeight * r})`}>
            <rect width={cellWidth - 2} height={cellHeight - 2} rx={2} fill={share === null ? 'currentColor' : sequentialColour(share)} fillOpacity={share === null ? 0.08 : 1} />
            {cell.n < FEW && share !== null && (
              <>
                <rect width={cellWidth - 2} height={cellHeight - 2} rx={2} fill={`url(#${hatch})`} />
                <rect x={cellWidth / 2 - 1 - PLATE / 2} y={1} width={PLATE} height={cellHeight - 4} rx={3} fill={sequentialColour(share)} />
              </>
            )}
            <text x={cellWidth / 2 - 1} y={12} textAnchor="middle" fontSize={11.5} fontWeight={600} fill={share === null ? 'currentColor' : ink}>{it.state === 'done' ? shownAs(it.value.value, metric, statistic) : '–'}</text>
            <text x={cellWidth / 2 - 1} y={24} textAnchor="middle" fontSize={10} fill={share === null ? 'currentColor' : ink}>n {cell.n}</text>
          </g>
        );
      })}
      {pointed && <Tip x={left + cellWidth * columns.indexOf(pointed.column)} y={top + cellHeight * rows.indexOf(pointed.row)} width={width} lines={[`${pointed.row}, ${pointed.column}`, words(pointed, metric, statistic)]} />}
    </>
  );
}

function words(cell: MatrixCell, metric: string, statistic: CellStatistic): string {
  return `n ${cell.n}, ${statisticOf(cell, statistic).state === 'done' ? `${statistic} ` : ''}${estimated(statisticOf(cell, statistic), metric, statistic)}`;
}

function estimated(it: Result<Estimate>, metric: string, statistic: CellStatistic): string {
  if (it.state === 'failed') return it.fault.reason;
  const { value, low, high } = it.value;
  return statistic === 'failure rate' ? `${percent(value)} [${percent(low)}, ${percent(high)}]` : estimateText(it.value, metric);
}

function shownAs(value: number, metric: string, statistic: CellStatistic): string {
  return statistic === 'failure rate' ? percent(value) : figure(value, metric);
}
