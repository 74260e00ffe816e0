import { FALLBACK_CONFIDENCE, guessColumns, personColumns } from '#core/cohort/columnMapping.ts';
import { readDemographics } from '#core/cohort/demographics.ts';
import type { FileEntry } from '#core/cohort/fileEntry.ts';
import type { ImportAnswers } from '#core/cohort/importCohort.ts';
import { joinSubjects } from '#core/cohort/joinSubjects.ts';
import { idsText } from '#core/cohort/layouts/caseParts.ts';
import { makeNearest } from '#core/cohort/layouts/sideFiles.ts';
import { tableName } from '#core/cohort/rawTable.ts';
import { readTables } from '#core/cohort/readTables.ts';
import { modelNames } from '#core/cohort/results/modelNames.ts';
import { readResults } from '#core/cohort/results/readResults.ts';
import type { ResultRow } from '#core/cohort/results/resultRow.ts';
import { distinctRows } from '#core/cohort/results/resultRow.ts';
import { rowsTable } from '#core/cohort/results/rowsTable.ts';
import { isBundle, parseBundle } from '#core/cohort/results/runBundle.ts';
import { parseResultTable } from '#core/cohort/results/savedTable.ts';
import type { Subject } from '#core/cohort/subject.ts';
import type { Fault } from '#core/faults.ts';
import { fault, FaultError, unwrap } from '#core/faults.ts';
import { parseLabelNames } from '#core/formats/labelNames.ts';
import type { ListedFiles } from '#engine/cohorts/sourceFiles.ts';
import type { OpenedResults } from '#engine/protocol/cohortCalls.ts';
import type { MaskFiles } from '#storage/maskFiles.ts';
import { makeMaskFiles } from '#storage/maskFiles.ts';

const TABLE = /\.(csv|tsv|xlsx|json)$/i;
const DATASET = /(^|\/)dataset\.json$/i;
const IMAGE = /\.(nii(\.gz)?|nrrd|mha|mhd|png|dcm)$/i;

/** Whether these are results rather than scans: tables and no image among them. */
export function holdsResults(files: readonly FileEntry[]): boolean {
  return files.some((it) => TABLE.test(it.path)) && !files.some((it) => IMAGE.test(it.path));
}

/**
 * Results that people already have: a run bundle, our own JSON, or files of other programs with a table of subjects
 * beside them. What each file is, its content says; several result files become one table.
 */
export async function openResults(listing: ListedFiles, confirmed: NonNullable<ImportAnswers['confirmed']>, signal: AbortSignal): Promise<OpenedResults> {
  const { files, name } = listing;
  if (isBundle(files)) {
    const { table, cohort } = unwrap(await parseBundle(files, name, signal));
    return { table, cohort, format: 'run bundle', matched: table.cases.length, doubtful: [], faults: listing.faults };
  }
  const found: ResultRow[] = [];
  const faults: Fault[] = [...listing.faults];
  const formats = new Set<string>();
  const people: Subject[] = [];
  const labelNamesOf = makeNearest(files.filter((it) => DATASET.test(it.path)), (it) => labelNames(it, faults, signal));
  const tables = files.filter((it) => TABLE.test(it.path) && !DATASET.test(it.path));
  const modelOf = modelNames(tables.map((it) => it.path), files.some((it) => it.path === name) ? '' : name);
  for (const file of tables) {
    const bytes = await file.read(signal);
    if (isOwnTable(bytes)) {
      const others = tables.filter((it) => it !== file).map((it) => it.path);
      const alone = others.length === 0 ? [] : [fault('results-left-out', { where: file.path, came: idsText(others) })];
      return { table: unwrap(parseResultTable(new TextDecoder().decode(bytes))), cohort: null, format: 'IsoDice JSON', matched: 0, doubtful: [], faults: [...listing.faults, ...alone] };
    }
    const read = readResults(bytes, file.path, { model: modelOf.get(file.path) ?? name, labelNames: (await labelNamesOf(file.path)) ?? {} });
    if (read.state === 'done') {
      for (const row of read.value.rows) found.push(row);
      people.push(...read.value.subjects);
      faults.push(...read.value.faults);
      formats.add(read.value.format);
    } else if (read.fault.code === 'results-unknown') people.push(...subjectsOf(bytes, file.path, faults));
    else faults.push(read.fault);
  }
  if (found.length === 0) {
    const why = faults.find((it) => it.severity === 'error');
    throw new FaultError(why?.code ?? 'results-unknown', why ?? { where: name, came: files.slice(0, 3).map((it) => it.path).join(', ') });
  }
  const { rows, faults: contrary } = distinctRows(found, name);
  const { subjects, faults: differing } = joinSubjects(people);
  const made = rowsTable(rows, { name, subjects, confirmed });
  return { table: made.table, cohort: null, format: [...formats].join(', '), matched: made.matched, doubtful: made.doubtful, faults: [...faults, ...contrary, ...differing, ...made.faults] };
}

/** Stores the masks that a bundle brings, under the records of their runs. Answers with how many. */
export async function keepMasks({ files, name }: ListedFiles, signal: AbortSignal, kept: Pick<MaskFiles, 'put'> = makeMaskFiles()): Promise<number> {
  const { table, masks } = unwrap(await parseBundle(files, name, signal));
  const recordOf = new Map(table.runs.map((it) => [it.id, it.record]));
  let count = 0;
  for (const { run, caseId, read } of masks) {
    const record = recordOf.get(run);
    if (record === undefined) continue;
    await kept.put(record, caseId, Uint8Array.from(await read(signal)));
    count++;
  }
  return count;
}

function isOwnTable(bytes: Uint8Array): boolean {
  return /^\s*\{\s*"isodice"\s*:\s*"result-table"/.test(new TextDecoder().decode(bytes.subarray(0, 200)));
}

function subjectsOf(bytes: Uint8Array, path: string, faults: Fault[]): readonly Subject[] {
  const tables = readTables(bytes, path);
  if (tables.state === 'failed') {
    faults.push(tables.fault);
    return [];
  }
  return tables.value.flatMap((table) => {
    const id = guessColumns(table).find((it) => it.role === 'id');
    if (!id || (id.confidence <= FALLBACK_CONFIDENCE && personColumns(table).length === 0)) {
      faults.push(fault('table-not-subjects', { where: tableName(table), expected: 'results, or ids with sex, age or BMI', came: table.header.slice(0, 10).join(', ') }));
      return [];
    }
    const read = readDemographics(table);
    faults.push(...read.faults);
    return read.subjects;
  });
}

/** Names of nnU-Net's label keys; none, and a fault, where the file cannot be read. */
async function labelNames(file: FileEntry, faults: Fault[], signal: AbortSignal): Promise<Readonly<Record<string, string>>> {
  const read = parseLabelNames(await file.read(signal), file.path);
  if (read.state === 'failed') {
    faults.push(read.fault);
    return {};
  }
  const names = read.value;
  return Object.fromEntries([
    ...names.labels.map((it): [string, string] => [String(it.value), it.name]),
    ...names.regions.map((it): [string, string] => [`(${it.values.join(', ')})`, it.name]),
  ]);
}
