import type { CellView } from '#core/evaluation/groupCells.ts';
import { failed } from '#core/faults.ts';
import type { Result } from '#core/faults.ts';
import type { Estimate } from '#core/statistics/estimate.ts';

export interface MatrixCell extends CellView { readonly row: string; readonly column: string }

/** Cells of fewer values are hatched: shown, but not to be ranked. */
export const FEW = 10;

export interface MatrixLayout { readonly left: number; readonly top: number; readonly cellWidth: number; readonly cellHeight: number; readonly height: number }

export function matrixLayout(rows: readonly string[], columns: readonly string[], width: number): MatrixLayout {
  const longest = Math.max(...rows.map((row) => row.length), 4);
  const left = Math.min(260, Math.max(90, longest * 6.4 + 14), width * 0.45);
  const cellHeight = 30;
  return { left, top: 26, cellWidth: (width - left) / Math.max(1, columns.length), cellHeight, height: 26 + cellHeight * Math.max(1, rows.length) + 6 };
}

export const CELL_STATISTICS = ['mean', 'median', 'failure rate'] as const;
export type CellStatistic = (typeof CELL_STATISTICS)[number];

/** What a cell is coloured and told by; the failure rate is failed where nothing counts as a failure. */
export function statisticOf({ mean, median, failureRate }: MatrixCell, statistic: CellStatistic): Result<Estimate> {
  return { 'mean': mean, 'median': median, 'failure rate': failureRate ?? failed('stats-no-values') }[statistic];
}

/** The cell in a direction, by its place in the matrix; the same one at the edge. */
export function neighbourCell(cells: readonly MatrixCell[], { rows, columns }: { readonly rows: readonly string[]; readonly columns: readonly string[] }, index: number, key: string): number {
  const place = ({ row, column }: MatrixCell) => [rows.indexOf(row), columns.indexOf(column)];
  const [r, c] = place(cells[index]);
  const [dr, dc] = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[key] ?? [0, 0];
  const found = cells.findIndex((cell) => { const [row, column] = place(cell); return row === r + dr && column === c + dc; });
  return found < 0 ? index : found;
}

/** Where a value lies in a span, 0 to 1; an infinite one (the distance to a missed organ) at its end. */
export function shareOf(value: number, [low, high]: readonly [number, number]): number {
  if (!Number.isFinite(value)) return value > 0 ? 1 : 0;
  return high > low ? (value - low) / (high - low) : 0.5;
}

/** Least and greatest value of the cells, for the colour scale. */
export function spanOf(cells: readonly MatrixCell[], statistic: CellStatistic = 'mean'): readonly [number, number] {
  const means = cells.flatMap((cell) => { const it = statisticOf(cell, statistic); return it.state === 'done' && Number.isFinite(it.value.value) ? [it.value.value] : []; });
  return means.length === 0 ? [0, 1] : [Math.min(...means), Math.max(...means)];
}
