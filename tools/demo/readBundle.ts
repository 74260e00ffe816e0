import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundledTable, parseBundledIndex, parseColumn, type BundledIndex } from '#core/cohort/bundledTable.ts';
import type { ResultTable } from '#core/cohort/resultTable.ts';
import { unwrap } from '#core/faults.ts';

/** A bundled cohort from its folder, with every column. Throws bundle-unreadable. */
export function readBundle(folder: string): { readonly index: BundledIndex; readonly table: ResultTable } {
  const index = unwrap(parseBundledIndex(readFileSync(join(folder, 'index.json'), 'utf8')));
  const columns = index.columns.map(({ name, file }) => [name, unwrap(parseColumn(index, name, new Uint8Array(readFileSync(join(folder, file)))))] as const);
  return { index, table: bundledTable(index, new Map(columns)) };
}
