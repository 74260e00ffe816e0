import { attempt, FaultError } from '#core/faults.ts';
import type { Result } from '#core/faults.ts';
import type { BundledIndex } from '#core/cohort/bundledTable.ts';
import { ROW_COLUMNS, bundledTable, parseBundledIndex, parseColumn } from '#core/cohort/bundledTable.ts';
import { addColumns, resultsStore, setResults } from '#app/stores/resultsStore.ts';
import { showFault } from '#app/stores/workStore.ts';

/** Measures that the first page shows; the others come when they are asked for. */
const FIRST_COLUMNS = ['dice', 'metricFloor', 'referenceVolumeMl'] as const;

let opened: Promise<BundledIndex | null> | null = null;

/** Opens the results that come with IsoDice, once; whoever asks again gets the same. Null after the fault has been shown. */
export function openBundled(): Promise<BundledIndex | null> {
  opened ??= open();
  return opened;
}

async function open(): Promise<BundledIndex | null> {
  const result = await attempt(async () => {
    const index = valueOf(parseBundledIndex(new TextDecoder().decode(await bytesAt('index.json'))));
    const names = [...ROW_COLUMNS, ...FIRST_COLUMNS];
    const columns = await Promise.all(names.map(async (name) => [name, await columnOf(index, name)] as const));
    setResults(bundledTable(index, new Map(columns)), 'bundled');
    return index;
  });
  if (result.state === 'done') return result.value;
  showFault(result.fault);
  opened = null;
  return null;
}

/** Brings measures of the table on the screen into memory, those that are not there yet. False after the fault has been shown. */
export async function needColumns(names: readonly string[]): Promise<boolean> {
  const { table, origin } = resultsStore.getState();
  const missing = names.filter((name) => table && !table.columns.has(name) && table.columnNames.includes(name));
  if (missing.length === 0) return true;
  const index = origin === 'bundled' ? await openBundled() : null;
  if (!index) return false;
  const result = await attempt(() => Promise.all(missing.map(async (name) => [name, await columnOf(index, name)] as const)));
  if (result.state === 'failed') {
    showFault(result.fault);
    return false;
  }
  addColumns(new Map(result.value));
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
  return valueOf(parseColumn(index, name, await bytesAt(column.file)));
}

const addressOf = (file: string) => new URL(`cohort/${file}`, document.baseURI).href;

async function bytesAt(file: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(addressOf(file)).catch((error: unknown) => { throw new FaultError('file-unreachable', { where: file, came: String(error) }); });
  if (!response.ok) throw new FaultError('file-unreachable', { where: file, expected: 'status 200', came: `status ${response.status}` });
  return new Uint8Array(await response.arrayBuffer());
}

function valueOf<T>(result: Result<T>): T {
  if (result.state === 'done') return result.value;
  throw new FaultError(result.fault.code, result.fault);
}
