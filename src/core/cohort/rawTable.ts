import { fault, FaultError } from '#core/faults.ts';
import type { Fault } from '#core/faults.ts';
import { unescapedFormula, isFormula } from '#core/cohort/formatCells.ts';

/** A table as it stands in a file: text cells by row. Column names may repeat; every row has as many cells as the header. */
export interface RawTable {
  readonly path: string;
  /** Name of the sheet, where the file has sheets. */
  readonly sheet?: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly notices: readonly Fault[];
}

const MOST_COLUMNS = 20_000;

/** A table's file, and its sheet where it has one. */
export function tableName({ path, sheet }: Pick<RawTable, 'path' | 'sheet'>): string {
  return sheet === undefined ? path : `${path}, sheet ${sheet}`;
}

/** Rows of cells, the first being the header, as a table with notices about ragged rows and formulas. Throws table-empty and table-unreadable. */
export function rawTable(cells: readonly (readonly string[])[], from: Pick<RawTable, 'path' | 'sheet'> & { readonly notices?: readonly Fault[] }): RawTable {
  const where = tableName(from);
  const [first, ...rest] = cells;
  if (first === undefined) throw new FaultError('table-empty', { where, expected: 'a header and rows', came: 'nothing' });
  if (first.length > MOST_COLUMNS) throw new FaultError('table-unreadable', { where, expected: `at most ${MOST_COLUMNS} columns`, came: `${first.length}` });
  const width = first.length;
  const notices: Fault[] = [...(from.notices ?? [])];
  const ragged = linesOf(rest, (row) => row.length !== width);
  if (ragged) notices.push(fault('table-ragged', { where, expected: `${width} cells`, came: `others in ${ragged}` }));
  const formulas = linesOf(rest, (row) => row.some((cell) => isFormula(cell)));
  if (formulas) notices.push(fault('cell-formula', { where, came: `formulas in ${formulas}` }));
  const rows = rest.map((row) => Array.from({ length: width }, (_, column) => unescapedFormula(row[column] ?? '')));
  return { path: from.path, ...(from.sheet === undefined ? {} : { sheet: from.sheet }), header: first.map((name) => unescapedFormula(name.trim())), rows, notices };
}

/** "rows 3, 7, 9 and 12 more" of those that are meant, counted as spreadsheets do with the header as row 1. */
function linesOf(rows: readonly (readonly string[])[], isMeant: (row: readonly string[]) => boolean): string | undefined {
  const meant: number[] = [];
  rows.forEach((row, index) => { if (isMeant(row)) meant.push(index + 2); });
  return meant.length === 0 ? undefined : rowsText(meant);
}

export function rowsText(rows: readonly number[]): string {
  const shown = rows.slice(0, 5).join(', ');
  return `row${rows.length === 1 ? '' : 's'} ${shown}${rows.length > 5 ? ` and ${rows.length - 5} more` : ''}`;
}
