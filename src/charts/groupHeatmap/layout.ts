import type { CellView } from '#core/evaluation/groupCells.ts';

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

/** Least and greatest mean of the cells, for the colour scale. */
export function spanOf(cells: readonly MatrixCell[]): readonly [number, number] {
  const means = cells.flatMap(({ mean }) => (mean.state === 'done' ? [mean.value.value] : []));
  return means.length === 0 ? [0, 1] : [Math.min(...means), Math.max(...means)];
}
