import { inferSchema, initParser } from 'udsv';
import { attemptNow, FaultError, type Result } from '#core/faults.ts';

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
    const body = text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
    if (body.trim() === '') throw new FaultError('table-empty', { expected: 'a header and rows', came: 'no text' });
    const schema = inferSchema(body, { trim: true });
    const names = schema.cols.map((column) => column.name.trim());
    const repeated = names.find((name, i) => names.indexOf(name) !== i);
    if (repeated !== undefined) throw new FaultError('table-unreadable', { expected: 'column names that differ', came: `"${repeated}" twice` });
    const cells = initParser(schema).stringCols(body.endsWith('\n') ? body : `${body}\n`);
    const rows = cells[0]?.length ?? 0;
    if (rows === 0) throw new FaultError('table-empty', { expected: 'rows below the header', came: 'none' });
    return { rows, names, columns: new Map(names.map((name, j) => [name, cells[j].map((cell) => cell ?? '')])) };
  });
}
