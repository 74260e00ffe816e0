import { fault, FaultError } from '#core/faults.ts';
import type { Fault } from '#core/faults.ts';
import { missingReason, parseNumber } from '#core/cohort/cellValues.ts';
import { unescapedFormula, isFormula } from '#core/cohort/formatCells.ts';

/** A table as it stands in a file: text cells by row. Column names may repeat; every row has as many cells as the header. */
export interface RawTable {
  readonly path: string;
  /** Name of the sheet, where the file has sheets. */
  readonly sheet?: string;
  readonly header: readonly string[];
  /** Lines above the header that were passed over. */
  readonly titleRows: number;
  readonly rows: readonly (readonly string[])[];
  readonly notices: readonly Fault[];
}

const MOST_COLUMNS = 20_000;
const MOST_TITLE_ROWS = 10;

/** A table's file, and its sheet where it has one. */
export function tableName({ path, sheet }: Pick<RawTable, 'path' | 'sheet'>): string {
  return sheet === undefined ? path : `${path}, sheet ${sheet}`;
}

/** Rows of cells, the first being the header but for a title above it, as a table with notices about titles, ragged rows and formulas. Throws table-empty and table-unreadable. */
export function rawTable(cells: readonly (readonly string[])[], from: Pick<RawTable, 'path' | 'sheet'> & { readonly notices?: readonly Fault[] }): RawTable {
  const where = tableName(from);
  const titleRows = titleRowsOf(cells);
  const [first, ...rest] = cells.slice(titleRows);
  if (first === undefined) throw new FaultError('table-empty', { where, expected: 'a header and rows', came: 'nothing' });
  if (first.length > MOST_COLUMNS) throw new FaultError('table-unreadable', { where, expected: `at most ${MOST_COLUMNS} columns`, came: `${first.length}` });
  const width = first.length;
  const notices: Fault[] = [...(from.notices ?? [])];
  const linesOf = (isMeant: (row: readonly string[]) => boolean): string | undefined => {
    const meant = rest.flatMap((row, index) => (isMeant(row) ? [index + 2 + titleRows] : []));
    return meant.length === 0 ? undefined : rowsText(meant);
  };
  if (titleRows > 0) notices.push(fault('table-title-rows', { where, came: cells[0].find((cell) => cell !== '')?.slice(0, 60) ?? 'blank cells' }));
  const ragged = linesOf((row) => row.length !== width);
  if (ragged) notices.push(fault('table-ragged', { where, expected: `${width} cells`, came: `others in ${ragged}` }));
  const formulas = linesOf((row) => row.some((cell) => isFormula(cell)));
  if (formulas) notices.push(fault('cell-formula', { where, came: `formulas in ${formulas}` }));
  const rows = rest.map((row) => Array.from({ length: width }, (_, column) => unescapedFormula(row[column] ?? '')));
  return { path: from.path, ...(from.sheet === undefined ? {} : { sheet: from.sheet }), header: first.map((name) => unescapedFormula(name.trim())), titleRows, rows, notices };
}

/** Lines above the first one of several names: a title has one text, in its first cell, which a merged cell may repeat. */
function titleRowsOf(cells: readonly (readonly string[])[]): number {
  const isTitle = (row: readonly string[]): boolean => row.every((cell) => cell === '' || cell === row[0]);
  const isName = (cell: string): boolean => parseNumber(cell) === undefined && missingReason(cell) !== 'marked missing';
  const at = cells.slice(0, MOST_TITLE_ROWS).findIndex((row) => !isTitle(row));
  return at > 0 && cells[at].filter((cell) => cell !== '').length > 1 && cells[at].every(isName) ? at : 0;
}

/** "rows 3, 7, 9 and 12 more", counted as spreadsheets do. */
export function rowsText(rows: readonly number[]): string {
  const shown = rows.slice(0, 5).join(', ');
  return `row${rows.length === 1 ? '' : 's'} ${shown}${rows.length > 5 ? ` and ${rows.length - 5} more` : ''}`;
}
