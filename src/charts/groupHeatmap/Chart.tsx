import { useId } from 'react';
import { estimateText, figure, metricInfo } from '#core/evaluation/figureText.ts';
import { ChartFrame } from '#charts/kit/ChartFrame.tsx';
import { fitted } from '#charts/kit/fitted.ts';
import { inkOn, sequentialColour } from '#charts/kit/palette.ts';
import { FEW, matrixLayout, spanOf } from '#charts/groupHeatmap/layout.ts';
import type { MatrixCell } from '#charts/groupHeatmap/layout.ts';

export interface GroupHeatmapProps {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly cells: readonly MatrixCell[];
  readonly metric: string;
  readonly title: string;
  readonly method: string;
  readonly fileName: string;
}

/** Means in cells of two attributes (or of models, organs and groups), with n in every cell; few values are hatched. */
export function GroupHeatmap({ rows, columns, cells, metric, title, method, fileName }: GroupHeatmapProps) {
  const { height } = matrixLayout(rows, columns, 600);
  return (
    <ChartFrame title={title} method={`${method} Mean ${metricInfo(metric).label} and n; cells with fewer than ${FEW} values are hatched and not to be ranked.`} fileName={fileName} height={height}
      description={cells.map((cell) => `${cell.row}, ${cell.column}: ${words(cell, metric)}`).join('. ')}
      table={{ columns: ['Row', 'Column', 'n', 'Missing', 'Mean', 'Median'], rows: cells.map((cell) => [cell.row, cell.column, String(cell.n), String(cell.missing), words(cell, metric), cell.median.state === 'done' ? estimateText(cell.median.value, metric) : '']) }}>
      {(width) => <Matrix {...{ rows, columns, cells, metric, width }} />}
    </ChartFrame>
  );
}

export function Matrix({ rows, columns, cells, metric, width }: Pick<GroupHeatmapProps, 'rows' | 'columns' | 'cells' | 'metric'> & { readonly width: number }) {
  const hatch = useId();
  const { left, top, cellWidth, cellHeight } = matrixLayout(rows, columns, width);
  const [low, high] = spanOf(cells);
  return (
    <>
      <defs><pattern id={hatch} width={6} height={6} patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line y2={6} stroke="#fff" strokeOpacity={0.75} strokeWidth={2.4} /></pattern></defs>
      {columns.map((column, c) => <text key={column} x={left + cellWidth * (c + 0.5)} y={16} textAnchor="middle" fontSize={11} fill="currentColor">{fitted(column, cellWidth)}<title>{column}</title></text>)}
      {rows.map((row, r) => <text key={row} x={left - 8} y={top + cellHeight * (r + 0.5)} dy="0.32em" textAnchor="end" fontSize={11} fill="currentColor">{fitted(row, left - 8)}<title>{row}</title></text>)}
      {cells.map((cell) => {
        const r = rows.indexOf(cell.row), c = columns.indexOf(cell.column);
        const share = cell.mean.state === 'done' ? (high > low ? (cell.mean.value.value - low) / (high - low) : 0.5) : null;
        const ink = inkOn(share ?? 0);
        return (
          <g key={JSON.stringify([cell.row, cell.column])} transform={`translate(${left + cellWidth * c},${top + cellHeight * r})`}>
            <rect width={cellWidth - 2} height={cellHeight - 2} rx={2} fill={share === null ? 'currentColor' : sequentialColour(share)} fillOpacity={share === null ? 0.08 : 1} />
            {cell.n < FEW && share !== null && <rect width={cellWidth - 2} height={cellHeight - 2} rx={2} fill={`url(#${hatch})`} />}
            <text x={cellWidth / 2 - 1} y={12} textAnchor="middle" fontSize={11.5} fontWeight={600} fill={share === null ? 'currentColor' : ink} stroke={cell.n < FEW ? '#00000066' : 'none'} strokeWidth={2} paintOrder="stroke">{cell.mean.state === 'done' ? figure(cell.mean.value.value, metric) : '–'}</text>
            <text x={cellWidth / 2 - 1} y={24} textAnchor="middle" fontSize={10} fill={share === null ? 'currentColor' : ink}>n {cell.n}</text>
            <title>{`${cell.row}, ${cell.column}: ${words(cell, metric)}`}</title>
          </g>
        );
      })}
    </>
  );
}

function words(cell: MatrixCell, metric: string): string {
  return cell.mean.state === 'done' ? `n ${cell.n}, mean ${estimateText(cell.mean.value, metric)}` : `n ${cell.n}, ${cell.mean.fault.reason}`;
}
