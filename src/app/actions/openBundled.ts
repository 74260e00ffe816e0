import { attempt, FaultError, unwrap } from '#core/faults.ts';
import type { Result } from '#core/faults.ts';
import type { BundledIndex } from '#core/cohort/bundledTable.ts';
import type { ResultTable } from '#core/cohort/resultTable.ts';
import { ROW_COLUMNS, bundledTable, parseBundledIndex, parseColumn } from '#core/cohort/bundledTable.ts';
import { addColumns, resultsStore, setResults } from '#app/stores/resultsStore.ts';
import { showFault } from '#app/stores/workStore.ts';

/** Measures that the first page shows; the others come when they are asked for. */
const FIRST_COLUMNS = ['dice', 'metricFloor', 'referenceVolumeMl'] as const;

interface Bundled { readonly index: BundledIndex; readonly table: ResultTable }

let loaded: Promise<Result<Bundled>> | null = null;

/** The results that come with IsoDice, read once; a failure is tried again by whoever asks next. */
export function loadBundled(): Promise<Result<Bundled>> {
  loaded ??= attempt(async () => {
    const index = unwrap(parseBundledIndex(new TextDecoder().decode(await bytesAt('index.json'))));
    const names = [...ROW_COLUMNS, ...FIRST_COLUMNS];
    const columns = await Promise.all(names.map(async (name) => [name, await columnOf(index, name)] as const));
    return { index, table: bundledTable(index, new Map(columns)) };
  }).then((result) => {
    if (result.state === 'failed') loaded = null;
    return result;
  });
  return loaded;
}

/** Puts the results that come with IsoDice on the screen, where they are not there yet. Null after the fault has been shown. */
export async function openBundled(): Promise<BundledIndex | null> {
  const result = await loadBundled();
  if (result.state === 'failed') {
    showFault(result.fault);
    return null;
  }
  const { table, place } = resultsStore.getState();
  if (!table || place !== 'bundled') setResults(result.value.table, 'bundled');
  return result.value.index;
}

/** Brings measures of the table on the screen into memory, those that are not there yet. False after the fault has been shown. */
export async function needColumns(names: readonly string[]): Promise<boolean> {
  const { table, place } = resultsStore.getState();
  const missing = names.filter((name) => table && !table.columns.has(name) && table.columnNames.includes(name));
  if (missing.length === 0) return true;
  const index = place === 'bundled' ? await openBundled() : null;
  if (!index) return false;
  const result = await attempt(() => Promise.all(missing.map(async (name) => [name, await columnOf(index, name)] as const)));
  if (result.state === 'failed') {
    showFault(result.fault);
    return false;
  }
  if (resultsStore.getState().place === place) addColumns(new Map(result.value));
  return true;
}

/** The address of the error maps of a run and organ, gzipped; null where the bundled cohort has none. */
export async function bundledMaps(run: string, organ: string): Promise<string | null> {
  const index = await openBundled();
  const found = index?.maps.files.find((it) => it.run === run && it.organ === organ);
  return found ? addressOf(found.file) : null;
}

async function columnOf(index: BundledIndex, name: string): Promise<Float64Array> {
  const column = index.columns.find((it) => it.name === name);
  if (!column) throw new FaultError('bundle-unreadable', { where: name, expected: 'a column of this name', came: 'none' });
  return unwrap(parseColumn(index, name, await bytesAt(column.file)));
}

const addressOf = (file: string) => new URL(`cohort/${file}`, document.baseURI).href;

async function bytesAt(file: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(addressOf(file)).catch((error: unknown) => { throw new FaultError('file-unreachable', { where: file, came: String(error) }); });
  if (!response.ok) throw new FaultError('file-unreachable', { where: file, expected: 'status 200', came: `status ${response.status}` });
  return new Uint8Array(await response.arrayBuffer());
}
