import type { ResultTable } from '#core/cohort/resultTable.ts';
import { RESULT_STATUS, rowsOf } from '#core/cohort/resultTable.ts';

/** A case's place in a review; `dice` is null where the case failed. */
export interface RankedCase { readonly id: string; readonly row: number; readonly dice: number | null }

/** The cases of a run and organ for review: those that failed in the table's order, then the others from the lowest Dice up. */
export function worstFirst(table: ResultTable, run: string, organ: string): readonly RankedCase[] {
  const dice = table.columns.get('dice');
  const r = table.runs.findIndex(({ id }) => id === run), o = table.organs.indexOf(organ);
  if (r < 0 || o < 0) return [];
  return Array.from(rowsOf(table, r, o)).flatMap((row): RankedCase[] => {
    const isFailed = RESULT_STATUS[table.rows.status[row]] === 'failed', value = dice?.[row] ?? Number.NaN;
    return isFailed || !Number.isNaN(value) ? [{ id: table.cases[table.rows.case[row]].id, row, dice: isFailed ? null : value }] : [];
  }).sort((a, b) => (a.dice ?? -1) - (b.dice ?? -1) || a.row - b.row);
}
