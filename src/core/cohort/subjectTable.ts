import { attemptNow, fault } from '#core/faults.ts';
import type { Fault } from '#core/faults.ts';
import { guessColumns } from '#core/cohort/columnMapping.ts';
import type { Demographics, DemographicsAnswers } from '#core/cohort/demographics.ts';
import { readDemographics } from '#core/cohort/demographics.ts';
import type { FileEntry } from '#core/cohort/fileEntry.ts';
import { idsText } from '#core/cohort/layouts/caseParts.ts';
import type { RawTable } from '#core/cohort/rawTable.ts';
import { tableName } from '#core/cohort/rawTable.ts';
import { readTables } from '#core/cohort/readTables.ts';

export interface FoundTable { readonly path: string | null; readonly demographics: Demographics | undefined; readonly faults: readonly Fault[] }

export interface TableAnswers {
  /** Path of the table of subjects; null for none. */
  readonly tablePath?: string | null;
  readonly demographics?: DemographicsAnswers;
}

const TABLE = /\.(csv|tsv|xlsx|json)$/i;
const NOT_TABLES = /(^|\/)(dataset|plans|fingerprint|dataset_fingerprint|splits_final|dataset_description|summary|labels|label_names|classes|participants|manifest|package)\.json$|dseg\.tsv$/i;
const MOST_CANDIDATES = 8;
/** A table of less is none of subjects, unless somebody chose it. */
const LEAST_SCORE = 0.9;

/** Whether a file is a table or tells of others, rather than being an image or a mask. */
export function isSideFile(path: string): boolean {
  return TABLE.test(path) || /(^|\/)(readme|licen[cs]e|changes)[^/]*$|\.(md|txt|pdf|html)$|(^|\/)\.[^/]+$/i.test(path);
}

/** The table chosen by hand, one of the layout's own names, or the one that looks most like subjects; each that was tried and not understood is named. */
export async function subjectTable(files: readonly FileEntry[], ownName: RegExp, answers: TableAnswers, signal?: AbortSignal): Promise<FoundTable> {
  const none = { path: null, demographics: undefined };
  const { tablePath, demographics: told } = answers;
  if (tablePath === null) return { ...none, faults: [] };
  const isChosen = tablePath !== undefined;
  const tables = files.filter((it) => TABLE.test(it.path) && !NOT_TABLES.test(it.path)).sort(byDepth);
  const own = tables.filter((it) => ownName.test(it.path));
  const likely = own.length > 0 ? own : tables;
  const candidates = isChosen ? files.filter((it) => it.path === tablePath) : likely.slice(0, MOST_CANDIDATES);
  const faults: Fault[] = isChosen && candidates.length === 0 ? [fault('table-not-there', { came: tablePath })] : [];
  let best: { readonly table: RawTable; readonly score: number } | undefined;
  for (const file of candidates) {
    const read = readTables(await file.read(signal), file.path);
    if (read.state === 'failed') { faults.push(read.fault); continue; }
    for (const table of read.value) {
      const score = guessColumns(table).filter((it) => ['id', 'sex', 'age', 'bmi', 'height'].includes(it.role)).reduce((sum, it) => sum + it.confidence, 0);
      if (!isChosen && score <= LEAST_SCORE) faults.push(fault('table-not-subjects', { where: tableName(table), expected: 'a column of ids', came: table.header.slice(0, 10).join(', ') }));
      else if (!best || score > best.score) best = { table, score };
    }
  }
  const untried = likely.slice(MOST_CANDIDATES).map((it) => it.path);
  if (!best) return { ...none, faults: isChosen || untried.length === 0 ? faults : [...faults, fault('tables-untried', { where: idsText(untried), expected: `at most ${MOST_CANDIDATES} tables`, came: `${likely.length}` })] };
  const { table } = best;
  const demographics = attemptNow(() => readDemographics(table, told));
  if (demographics.state === 'failed') return { ...none, faults: [...faults, demographics.fault] };
  return { path: table.path, demographics: demographics.value, faults: [...faults, ...demographics.value.faults] };
}

function byDepth(a: FileEntry, b: FileEntry): number {
  return a.path.split('/').length - b.path.split('/').length;
}
