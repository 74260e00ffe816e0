import { strToU8, zipSync } from 'fflate';
import type { Zippable } from 'fflate';
import { decodeText } from '#core/cohort/decodeText.ts';
import type { FileEntry } from '#core/cohort/fileEntry.ts';
import { isRecord, parseLenientJson } from '#core/cohort/lenientJson.ts';
import { formatParquet } from '#core/cohort/results/parquetTable.ts';
import { formatResultTable, parseResultTable } from '#core/cohort/results/savedTable.ts';
import type { ResultTable } from '#core/cohort/resultTable.ts';
import { formatCohort, parseCohort } from '#core/cohort/savedCohort.ts';
import type { Cohort } from '#core/cohort/subject.ts';
import type { Result } from '#core/faults.ts';
import { attempt, FaultError, unwrap } from '#core/faults.ts';

export const BUNDLE_VERSION = 1;

/** A predicted mask as a gzipped NIfTI file on the grid of its image. */
export interface BundledMask { readonly run: string; readonly caseId: string; readonly bytes: Uint8Array }

export interface RunBundle {
  readonly table: ResultTable;
  /** Who and where the files were; null for results without a saved cohort. */
  readonly cohort: Cohort | null;
  readonly masks: readonly BundledMask[];
}

/** A mask of a bundle that is still packed. */
export interface PackedMask { readonly run: string; readonly caseId: string; read(signal?: AbortSignal): Promise<Uint8Array> }

const ABOUT = (program: string, masks: number): string => [
  `Run bundle of IsoDice ${program}. Research use only.`, '',
  'bundle.json      what this is, and its version', 'table.json       every result with the provenance of its run; what IsoDice reads back',
  'results.parquet  the same rows for pandas, R or DuckDB', 'cohort.json      subjects, cases and where their files were (no images)',
  ...(masks > 0 ? ['masks/           predicted masks, one folder a run, NIfTI on the grid of each image'] : []), '',
].join('\n');

/** Everything that another machine needs to show the same table, as a zip archive. */
export function formatBundle({ table, cohort, masks }: RunBundle, program: string): Uint8Array<ArrayBuffer> {
  const files: Zippable = {
    'bundle.json': strToU8(JSON.stringify({ isodice: 'run-bundle', version: BUNDLE_VERSION, program, masks: masks.map(({ run, caseId }, n) => ({ run, caseId, file: maskPath(n) })) })),
    'README.txt': strToU8(ABOUT(program, masks.length)),
    'table.json': strToU8(formatResultTable(table)),
    'results.parquet': [formatParquet(table), { level: 0 }],
    ...(cohort ? { 'cohort.json': strToU8(formatCohort(cohort)) } : {}),
    ...Object.fromEntries(masks.map(({ bytes }, n): [string, [Uint8Array, { level: 0 }]] => [maskPath(n), [bytes, { level: 0 }]])),
  };
  return Uint8Array.from(zipSync(files, { level: 6, mtime: '1980-01-02' }));
}

/** Ids may hold what file names must not, so files are numbered and bundle.json says whose they are. */
function maskPath(n: number): string {
  return `masks/${String(n + 1).padStart(6, '0')}.nii.gz`;
}

/** Whether a zip says of itself that it is a run bundle. */
export function isBundle(files: readonly FileEntry[]): boolean {
  return files.some((it) => it.path === 'bundle.json') && files.some((it) => it.path === 'table.json');
}

/** A bundle of any version up to this one, of the files of its zip; its masks stay packed until they are asked for. */
export function parseBundle(files: readonly FileEntry[], where: string, signal?: AbortSignal): Promise<Result<Omit<RunBundle, 'masks'> & { readonly masks: readonly PackedMask[] }>> {
  return attempt(async () => {
    const text = async (path: string): Promise<string | undefined> => {
      const file = files.find((it) => it.path === path);
      return file && decodeText(await file.read(signal), path).text;
    };
    const need = async (path: string): Promise<string> => {
      const found = await text(path);
      if (found === undefined) throw new FaultError('bundle-unreadable', { where, expected: path, came: files.slice(0, 5).map((it) => it.path).join(', ') || 'an empty zip' });
      return found;
    };
    const about = parseLenientJson(await need('bundle.json'), `${where}/bundle.json`);
    if (!isRecord(about) || about['isodice'] !== 'run-bundle' || typeof about['version'] !== 'number') throw new FaultError('bundle-unreadable', { where, expected: 'bundle.json of a run bundle', came: 'another' });
    if (about['version'] > BUNDLE_VERSION) throw new FaultError('cohort-newer', { where, expected: `version ${BUNDLE_VERSION} or older`, came: `version ${about['version']}` });
    const table = unwrap(parseResultTable(await need('table.json')));
    const cohort = await text('cohort.json');
    return { table, cohort: cohort === undefined ? null : unwrap(parseCohort(cohort)), masks: packedMasks(about['masks'], files, where) };
  });
}

function packedMasks(listed: unknown, files: readonly FileEntry[], where: string): readonly PackedMask[] {
  const byPath = new Map(files.map((it) => [it.path, it]));
  return (Array.isArray(listed) ? listed.filter(isRecord) : []).map((it): PackedMask => {
    const { run, caseId, file } = it;
    const entry = typeof file === 'string' ? byPath.get(file) : undefined;
    if (typeof run !== 'string' || typeof caseId !== 'string' || !entry) throw new FaultError('bundle-unreadable', { where, expected: 'the masks that bundle.json lists', came: `none at ${String(file)}` });
    return { run, caseId, read: (signal) => entry.read(signal) };
  });
}
