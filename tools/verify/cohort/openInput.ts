import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import type { Fault, Result } from '#core/faults.ts';
import { fault } from '#core/faults.ts';
import type { FileEntry, FileListing } from '#core/cohort/fileEntry.ts';
import { zipFiles } from '#core/cohort/fileEntry.ts';
import type { ImportReport } from '#core/cohort/importCohort.ts';
import { importCohort, LAYOUTS } from '#core/cohort/importCohort.ts';
import { readDemographics } from '#core/cohort/demographics.ts';
import { readTables } from '#core/cohort/readTables.ts';
import { readResults } from '#core/cohort/results/readResults.ts';
import { attemptNow, FaultError } from '#core/faults.ts';

/** One row of verify:cohort; `failed` where nothing could be taken. */
export interface InputRow {
  readonly source: string;
  readonly recognised: string;
  readonly subjects: number;
  readonly cases: number;
  readonly matched: number;
  readonly doubtful: number;
  readonly refused: number;
  readonly faults: readonly string[];
  readonly failed: boolean;
  readonly details: readonly Fault[];
  readonly report?: ImportReport;
}

/** The files of a folder by name; a file's bytes are read when asked for. */
export function folderFiles(folder: string): FileListing {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((it) => it.isFile()).map((it): FileEntry => {
    const path = join(it.parentPath, it.name);
    return { path: relative(folder, path).split(sep).join('/'), sizeBytes: statSync(path).size, read: () => Promise.resolve(new Uint8Array(readFileSync(path))) };
  });
  return { files: files.sort((a, b) => (a.path < b.path ? -1 : 1)), faults: [] };
}

/** Opens a folder, a zip, a table of subjects or a result file. `format`: a layout's name, `demographics` or `results`; guessed where not given. */
export async function openInput(path: string, format?: string): Promise<InputRow> {
  const layout = LAYOUTS.find((it) => it.name === format)?.name;
  if (format !== undefined && layout === undefined && format !== 'demographics' && format !== 'results') throw new Error(`--format expects ${[...LAYOUTS.map((it) => it.name), 'demographics', 'results'].join(', ')}, came ${format}`);
  const listing: Result<FileListing> | undefined = statSync(path).isDirectory() ? { state: 'done', value: folderFiles(path) } : /\.zip$/i.test(path) ? zipFiles(new Uint8Array(readFileSync(path)), basename(path)) : undefined;
  if (listing === undefined) return openTable(path, format);
  if (listing.state === 'failed') return failedRow(path, listing.fault);
  const result = await importCohort(listing.value.files, { source: path, answers: layout === undefined ? {} : { format: layout } });
  if (result.state === 'failed') return failedRow(path, result.fault);
  const { report } = result.value;
  const faults = [...listing.value.faults, ...report.faults];
  return { source: path, recognised: report.recognised, subjects: report.subjects, cases: report.cases, matched: report.matched, doubtful: report.doubtful.length, refused: report.refused.length, faults: faults.map((it) => it.code), failed: false, details: faults, report };
}

function failedRow(source: string, it: Fault): InputRow {
  return { source, recognised: 'nothing', subjects: 0, cases: 0, matched: 0, doubtful: 0, refused: 1, faults: [it.code], failed: true, details: [it] };
}

function openTable(path: string, format: string | undefined): InputRow {
  const bytes = new Uint8Array(readFileSync(path));
  if (format !== 'demographics') {
    const results = readResults(bytes, path);
    if (results.state === 'done') {
      const cases = new Set(results.value.rows.map((it) => it.caseId)).size;
      const faults = results.value.rows.length === 0 ? [fault('table-empty', { where: path }), ...results.value.faults] : results.value.faults;
      return { source: path, recognised: `results (${results.value.format}, ${results.value.rows.length} values)`, subjects: 0, cases, matched: 0, doubtful: 0, refused: 0, faults: faults.map((it) => it.code), failed: results.value.rows.length === 0, details: faults };
    }
    if (format === 'results' || results.fault.code !== 'results-unknown') return failedRow(path, results.fault);
  }
  const tables = readTables(bytes, path);
  if (tables.state === 'failed') return failedRow(path, tables.fault);
  const demographics = attemptNow(() => {
    if (tables.value[0].rows.length === 0) throw new FaultError('table-empty', { where: path });
    return readDemographics(tables.value[0]);
  });
  if (demographics.state === 'failed') return failedRow(path, demographics.fault);
  const { subjects, faults, columns } = demographics.value;
  const roles = columns.filter((it) => it.role !== 'other' && it.role !== 'ignored').map((it) => `${it.role}=${it.name}`).join(' ');
  return { source: path, recognised: `demographics (${roles})`, subjects: subjects.length, cases: 0, matched: 0, doubtful: 0, refused: 0, faults: faults.map((it) => it.code), failed: false, details: faults };
}
