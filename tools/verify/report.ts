/** What every verification command shares: its arguments, its table for people, its JSON for machines, its exit code. */
import { readFileSync, writeFileSync } from 'node:fs';

export type Cell = string | number | boolean | null | readonly string[];
export type Row = Readonly<Record<string, Cell | undefined>>;

export interface Options {
  /** The value after `--name`, or undefined. `--name` alone gives ''. */
  text(name: string): string | undefined;
  number(name: string, otherwise: number): number;
  has(name: string): boolean;
}

/** Reads `--name value`, `--name=value` and `--name`. */
export function readOptions(argv: readonly string[] = process.argv.slice(2)): Options {
  const values = new Map<string, string>();
  for (let i = 0; i < argv.length; i++) {
    if (!argv[i].startsWith('--')) continue;
    const [name, inline] = argv[i].slice(2).split(/=(.*)/s);
    const next = argv[i + 1];
    if (inline !== undefined) values.set(name, inline);
    else if (next !== undefined && !next.startsWith('--')) { values.set(name, next); i++; }
    else values.set(name, '');
  }
  return {
    text: (name) => values.get(name),
    has: (name) => values.has(name),
    number: (name, otherwise) => {
      const text = values.get(name);
      if (text === undefined || text === '') return otherwise;
      const value = Number(text);
      if (!Number.isFinite(value)) throw new Error(`--${name} expects a number, came "${text}"`);
      return value;
    },
  };
}

export interface Conclusion {
  readonly command: string;
  readonly rows: readonly Row[];
  readonly holds: boolean;
  /** Further fields of the JSON. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** Writes the JSON where asked and sets the exit code: 0 where all holds, else 1. */
export function conclude(options: Options, { command, rows, holds, more = {} }: Conclusion): void {
  const file = options.text('json');
  if (file) {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
    const plain = (_key: string, value: unknown) => (typeof value === 'number' && !Number.isFinite(value) ? String(value) : value);
    writeFileSync(file, `${JSON.stringify({ command, version, holds, ...more, rows }, plain, 1)}\n`);
  }
  console.log(`\n${command}: ${holds ? 'holds' : 'DOES NOT HOLD'}`);
  process.exitCode = holds ? 0 : 1;
}

/** A table with padded columns; numbers to six significant digits. */
export function printTable(rows: readonly Row[], columns: readonly string[]): void {
  const text = rows.map((row) => columns.map((column) => cellText(row[column])));
  const widths = columns.map((column, c) => Math.max(column.length, ...text.map((cells) => cells[c].length)));
  const line = (cells: readonly string[]) => console.log(cells.map((cell, c) => cell.padEnd(widths[c])).join('  ').trimEnd());
  line(columns);
  line(widths.map((width) => '-'.repeat(width)));
  text.forEach(line);
}

function cellText(value: Cell | undefined): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
  return Array.isArray(value) ? value.join(' ') : String(value);
}
