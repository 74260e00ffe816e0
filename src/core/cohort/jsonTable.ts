import { FaultError } from '#core/faults.ts';
import { isRecord, parseLenientJson } from '#core/cohort/lenientJson.ts';
import type { RawTable } from '#core/cohort/rawTable.ts';
import { rawTable } from '#core/cohort/rawTable.ts';

const DEEPEST = 4;

/** A table from JSON: a list of objects, an object of objects by id, or an object of columns. Nested objects become columns "outer.inner". */
export function jsonTable(text: string, path: string): RawTable {
  const value = parseLenientJson(text, path);
  const records = recordsOf(value);
  if (records === undefined || records.length === 0) throw new FaultError('json-unreadable', { where: path, expected: 'a list of objects, or columns', came: text.slice(0, 40) });
  const columns = new Map<string, number>();
  const flat = records.map((record) => {
    const cells = new Map<string, string>();
    flatten(record, '', 0, cells);
    for (const name of cells.keys()) if (!columns.has(name)) columns.set(name, columns.size);
    return cells;
  });
  const names = [...columns.keys()];
  return rawTable([names, ...flat.map((cells) => names.map((name) => cells.get(name) ?? ''))], { path });
}

function recordsOf(value: unknown): readonly Readonly<Record<string, unknown>>[] | undefined {
  if (Array.isArray(value)) return value.every(isRecord) ? value : undefined;
  if (!isRecord(value)) return undefined;
  const entries = Object.entries(value);
  if (entries.length > 0 && entries.every(([, it]) => isRecord(it))) return entries.map(([id, it]) => ({ id, ...(it as object) }));
  const lists = entries.map(([, it]) => it);
  const length = Array.isArray(lists[0]) ? lists[0].length : -1;
  if (length >= 0 && lists.every((it) => Array.isArray(it) && it.length === length)) {
    return Array.from({ length }, (_, row) => Object.fromEntries(entries.map(([name, it]) => [name, (it as unknown[])[row]])));
  }
  const inner = lists.filter((it) => Array.isArray(it) && it.length > 0 && it.every(isRecord));
  return inner.length === 1 ? (inner[0] as Readonly<Record<string, unknown>>[]) : undefined;
}

function flatten(record: Readonly<Record<string, unknown>>, prefix: string, depth: number, out: Map<string, string>): void {
  for (const [key, value] of Object.entries(record)) {
    const name = prefix + key;
    if (isRecord(value) && depth < DEEPEST) flatten(value, `${name}.`, depth + 1, out);
    else out.set(name, value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value as string | number | boolean));
  }
}
