import { attempt, fault, FaultError } from '#core/faults.ts';
import type { Fault, Result } from '#core/faults.ts';
import type { IdMatch, IdMatches } from '#core/cohort/caseId.ts';
import { alikeIds, matchIds } from '#core/cohort/caseId.ts';
import type { Demographics } from '#core/cohort/demographics.ts';
import type { FileEntry } from '#core/cohort/fileEntry.ts';
import { withoutJunk } from '#core/cohort/fileEntry.ts';
import { amos } from '#core/cohort/layouts/amos.ts';
import { bids } from '#core/cohort/layouts/bids.ts';
import { idsText } from '#core/cohort/layouts/caseParts.ts';
import { kits } from '#core/cohort/layouts/kits.ts';
import type { FoundCase, Layout, LayoutName, Refusal } from '#core/cohort/layouts/layout.ts';
import { nnunet } from '#core/cohort/layouts/nnunet.ts';
import { plain } from '#core/cohort/layouts/plain.ts';
import { totalsegmentator } from '#core/cohort/layouts/totalsegmentator.ts';
import { leftFiles } from '#core/cohort/leftFiles.ts';
import type { Cohort, Subject } from '#core/cohort/subject.ts';
import type { TableAnswers } from '#core/cohort/subjectTable.ts';
import { subjectTable } from '#core/cohort/subjectTable.ts';

/** The most particular first: the first that finds its evidence is taken. */
export const LAYOUTS: readonly Layout[] = [amos, kits, totalsegmentator, nnunet, bids, plain];

export interface ImportAnswers extends TableAnswers {
  readonly format?: LayoutName;
  /** Doubtful matches that the user confirmed. */
  readonly confirmed?: readonly Pick<IdMatch, 'tableId' | 'caseId'>[];
}

export type ImportStage = 'names' | 'table' | 'matching';

export interface ImportOptions {
  readonly source: string;
  readonly answers?: ImportAnswers;
  onProgress?(stage: ImportStage, files: number): void;
  readonly signal?: AbortSignal;
}

/** What an import would bring, before anything is stored. */
export interface ImportReport {
  readonly source: string;
  readonly recognised: LayoutName;
  readonly evidence: string;
  readonly tablePath: string | null;
  readonly subjects: number;
  readonly cases: number;
  /** Cases whose subject is in the table. */
  readonly matched: number;
  readonly doubtful: readonly IdMatch[];
  readonly refused: readonly Refusal[];
  readonly columns: Demographics['columns'];
  readonly faults: readonly Fault[];
}

export interface Import {
  readonly cohort: Cohort;
  readonly report: ImportReport;
}

/**
 * Reads a folder's file names, its table of subjects and its side files into a cohort, with a report of what matched,
 * what is doubtful and what was refused. Masks and images are not opened. Fails with layout-unknown and cancelled.
 */
export function importCohort(listing: readonly FileEntry[], options: ImportOptions): Promise<Result<Import>> {
  const { source, answers = {}, onProgress, signal } = options;
  return attempt(async () => {
    const stage = (name: ImportStage): void => {
      if (signal?.aborted) throw new FaultError('cancelled');
      onProgress?.(name, files.length);
    };
    const { files, faults: junk } = withoutJunk(listing, source);
    stage('names');
    const layout = layoutOf(files, answers.format, source);
    const reading = await layout.read(files, signal);
    if (reading.cases.length === 0) throw new FaultError('layout-unknown', { where: source, expected: `cases as ${layout.name} has them`, came: files.slice(0, 3).map((it) => it.path).join(', ') });
    stage('table');
    const table = await subjectTable(files, layout.table, answers, signal);
    stage('matching');
    const subjectIds = [...new Set(reading.cases.map((it) => it.subjectId))];
    const ids = matchIds(table.demographics?.subjects.map((it) => it.id) ?? [], subjectIds);
    const { cohort, matched } = joined(source, reading.cases, table.demographics, sureMatches(ids, answers));
    const confirmed = new Set((answers.confirmed ?? []).map((it) => `${it.tableId}\n${it.caseId}`));
    const doubtful = ids.matches.filter((it) => it.certainty === 'doubtful' && !confirmed.has(`${it.tableId}\n${it.caseId}`));
    const report: ImportReport = {
      source, recognised: layout.name, evidence: layout.evidence(files) ?? 'chosen by hand', tablePath: table.path,
      subjects: cohort.subjects.length, cases: cohort.cases.length, matched, doubtful, refused: reading.refused, columns: table.demographics?.columns ?? [],
      faults: [...junk, ...reading.faults, ...table.faults, ...alikeIds(subjectIds), ...(doubtful.length > 0 ? ids.faults : []), ...unmatched(ids, table.demographics), ...leftFiles(files, reading), ...reading.refused.slice(0, 200).map((it) => it.fault)],
    };
    return { cohort, report };
  });
}

function layoutOf(files: readonly FileEntry[], format: LayoutName | undefined, source: string): Layout {
  const found = LAYOUTS.find((it) => (format === undefined ? it.evidence(files) !== undefined : it.name === format));
  if (!found) throw new FaultError('layout-unknown', { where: source, came: files.slice(0, 3).map((it) => it.path).join(', ') || 'no files' });
  return found;
}

function sureMatches(ids: IdMatches, answers: ImportAnswers): ReadonlyMap<string, string> {
  const sure = ids.matches.filter((it) => it.certainty !== 'doubtful');
  return new Map([...sure, ...(answers.confirmed ?? [])].map((it) => [it.caseId, it.tableId]));
}

function joined(name: string, cases: readonly FoundCase[], demographics: Demographics | undefined, tableIdOf: ReadonlyMap<string, string>): { readonly cohort: Cohort; readonly matched: number } {
  const subjects = new Map<string, Subject>((demographics?.subjects ?? []).map((it) => [it.id, it]));
  const inTable = new Set(subjects.keys());
  let matched = 0;
  const placed = cases.map((it) => {
    const known = tableIdOf.get(it.subjectId);
    if (known !== undefined) {
      matched++;
      return { ...it, subjectId: known };
    }
    // A row of the same name that was not matched is somebody else until the user says so.
    const subjectId = inTable.has(it.subjectId) ? `${it.subjectId} (not in table)` : it.subjectId;
    if (!subjects.has(subjectId)) subjects.set(subjectId, { id: subjectId, covariates: {}, provenance: [] });
    return { ...it, subjectId };
  });
  return { cohort: { name, subjects: [...subjects.values()], cases: placed }, matched };
}

function unmatched(ids: IdMatches, demographics: Demographics | undefined): readonly Fault[] {
  if (!demographics) return [];
  return [
    ...(ids.unmatchedCaseIds.length === 0 ? [] : [fault('case-without-subject', { where: idsText(ids.unmatchedCaseIds), came: `${ids.unmatchedCaseIds.length} cases` })]),
    ...(ids.unmatchedTableIds.length === 0 ? [] : [fault('subject-without-case', { where: idsText(ids.unmatchedTableIds), came: `${ids.unmatchedTableIds.length} rows` })]),
  ];
}
