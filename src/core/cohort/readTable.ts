import { attemptNow, FaultError, type Result } from '#core/faults.ts';
import { unescapedFormula } from '#core/cohort/formatCells.ts';
import { parseCells } from '#core/cohort/parseCells.ts';

/** A table of text cells by column, as it stands in the file. */
export interface TextTable {
  readonly rows: number;
  /** Column names in the file's order. */
  readonly names: readonly string[];
  readonly columns: ReadonlyMap<string, readonly string[]>;
}

const BYTE_ORDER_MARK = '\uFEFF';

/** Text of a CSV, TSV or semicolon table with a header line, by columns; the separator is inferred. Cells stay text. */
export function readTable(text: string): Result<TextTable> {
  return attemptNow(() => {
    const [header, ...rows] = parseCells(text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text);
    if (header === undefined) throw new FaultError('table-empty', { expected: 'a header and rows', came: 'no text' });
    const names = header.map((name) => name.trim());
    const repeated = names.find((name, i) => names.indexOf(name) !== i);
    if (repeated !== undefined) throw new FaultError('table-unreadable', { expected: 'column names that differ', came: `"${repeated}" twice` });
    if (rows.length === 0) throw new FaultError('table-empty', { expected: 'rows below the header', came: 'none' });
    return { rows: rows.length, names, columns: new Map(names.map((name, j) => [name, rows.map((row) => unescapedFormula(row[j] ?? ''))])) };
  });
}
