import { FaultError } from '#core/faults.ts';
import { attribute, readXml } from '#core/cohort/xmlTags.ts';

/** Cells from and to, inclusive, counted from 0. */
export interface CellRange {
  readonly text: string;
  readonly fromRow: number;
  readonly toRow: number;
  readonly fromColumn: number;
  readonly toColumn: number;
}

export interface SheetReading {
  readonly where: string;
  readonly strings: readonly string[];
  isDate(style: number): boolean;
}

const MOST_CELLS = 20_000_000;
const MOST_MERGES = 100_000;

export interface SheetCells {
  /** Text by row and column, gaps as empty text. */
  readonly rows: string[][];
  readonly merges: readonly CellRange[];
  /** Formulas that nothing has computed, by their cells' names. */
  readonly uncomputed: readonly string[];
}

/** Cells of a sheet's XML. */
export function readSheetCells(xml: string, reading: SheetReading): SheetCells {
  const rows: string[][] = [];
  const merges: CellRange[] = [];
  const uncomputed: string[] = [];
  let row = -1, column = -1, width = 0;
  let type = '', style = -1, cell = '', taking = false, isFormula = false, hasValue = false;
  readXml(xml, reading.where, (event) => {
    if (event.kind === 'text') { if (taking) cell += event.text; return; }
    if (event.kind === 'close') {
      if (event.name === 'v' || event.name === 't') taking = false;
      if (event.name === 'c' && row >= 0) {
        put(cellText(cell, type, style, reading));
        if (isFormula && !hasValue) uncomputed.push(cellName(row, column));
      }
      return;
    }
    const { name, attributes } = event;
    if (name === 'row') {
      row = Number(attribute(attributes, 'r') ?? row + 2) - 1;
      column = -1;
    } else if (name === 'c') {
      const at = parseCellName(attribute(attributes, 'r') ?? '');
      column = at?.column ?? column + 1;
      row = at?.row ?? row;
      type = attribute(attributes, 't') ?? '';
      style = Number(attribute(attributes, 's') ?? -1);
      cell = '';
      isFormula = false;
      hasValue = false;
    } else if (name === 'f') isFormula = true;
    else if (name === 'v' || (name === 't' && type === 'inlineStr')) {
      taking = true;
      hasValue = true;
    } else if (name === 'mergeCell') {
      const range = parseCellRange(attribute(attributes, 'ref') ?? '');
      if (range && merges.length < MOST_MERGES) merges.push(range);
    }
  });
  return { rows, merges, uncomputed };

  function put(text: string): void {
    if (text === '') return;
    width = Math.max(width, column + 1);
    if (!Number.isInteger(row) || (row + 1) * width > MOST_CELLS) throw new FaultError('xlsx-unreadable', { where: reading.where, expected: `at most ${MOST_CELLS} cells`, came: `row ${row + 1}, column ${column + 1}` });
    while (rows.length <= row) rows.push([]);
    while (rows[row].length < column) rows[row].push('');
    rows[row][column] = text;
  }
}

function cellText(raw: string, type: string, style: number, { strings, isDate }: SheetReading): string {
  if (type === 's') return (strings[Number(raw)] ?? '').trim();
  if (type === 'b') return raw === '1' ? 'true' : 'false';
  if (type === 'e') return '';
  const value = Number(raw);
  if (type === '' && raw !== '' && isDate(style) && value > 0 && value < 3e6) return dateText(value);
  return (type === '' || type === 'n') && raw !== '' && Number.isFinite(value) ? String(value) : raw.trim();
}

/** Days since the end of 1899 (with Lotus's 29 February 1900) as an ISO date. */
function dateText(days: number): string {
  return new Date(Date.UTC(1899, 11, 30) + Math.floor(days) * 86_400_000).toISOString().slice(0, 10);
}

function cellName(row: number, column: number): string {
  let letters = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return `${letters}${row + 1}`;
}

function parseCellName(name: string): { readonly row: number; readonly column: number } | undefined {
  const found = /^\$?([A-Z]{1,3})\$?(\d{1,7})$/.exec(name);
  if (!found) return undefined;
  const column = [...found[1]].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  return { row: Number(found[2]) - 1, column };
}

export function parseCellRange(text: string): CellRange | undefined {
  const [from, to] = text.split(':').map(parseCellName);
  if (!from || !to) return undefined;
  return { text, fromRow: from.row, toRow: to.row, fromColumn: from.column, toColumn: to.column };
}
