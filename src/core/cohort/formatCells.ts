import type { Separator } from '#core/cohort/parseCells.ts';

export type TableCell = string | number | null;

const PLAIN_NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** Whether a spreadsheet would run this text as a formula. */
export function isFormula(text: string): boolean {
  return /^[=+\-@\t\r]/.test(text) && !PLAIN_NUMBER.test(text) && text !== '-';
}

/** Text that a spreadsheet shows and never runs; `unescapedFormula` gives the text back. */
export function escapedFormula(text: string): string {
  return isFormula(text) || /^'+[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

export function unescapedFormula(text: string): string {
  return /^'+[=+\-@\t\r]/.test(text) ? text.slice(1) : text;
}

/** CSV text: numbers in full precision, null as an empty cell, texts quoted where needed and safe from being run. */
export function formatCells(rows: Iterable<readonly TableCell[]>, separator: Separator = ','): string {
  const lines: string[] = [];
  for (const row of rows) lines.push(row.map((cell) => cellText(cell, separator)).join(separator));
  return `${lines.join('\r\n')}\r\n`;
}

function cellText(cell: TableCell, separator: Separator): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return Number.isNaN(cell) ? '' : cell === Infinity ? 'inf' : cell === -Infinity ? '-inf' : String(cell);
  const text = escapedFormula(cell);
  return text.includes(separator) || /["\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
