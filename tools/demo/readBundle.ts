import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundledTable, parseBundledIndex, parseColumn, type BundledIndex } from '#core/cohort/bundledTable.ts';
import type { ResultTable } from '#core/cohort/resultTable.ts';
import { FaultError, type Result } from '#core/faults.ts';

/** A bundled cohort from its folder, with every column. Throws bundle-unreadable. */
export function readBundle(folder: string): { readonly index: BundledIndex; readonly table: ResultTable } {
  const index = valueOf(parseBundledIndex(readFileSync(join(folder, 'index.json'), 'utf8')));
  const columns = index.columns.map(({ name, file }) => [name, valueOf(parseColumn(index, name, new Uint8Array(readFileSync(join(folder, file)))))] as const);
  return { index, table: bundledTable(index, new Map(columns)) };
}

export function valueOf<T>(result: Result<T>): T {
  if (result.state === 'failed') throw new FaultError(result.fault.code, result.fault);
  return result.value;
}
