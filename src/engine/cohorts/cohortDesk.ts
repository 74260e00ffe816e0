import { isSexCode, missingReason } from '#core/cohort/cellValues.ts';
import { guessColumns } from '#core/cohort/columnMapping.ts';
import { importCohort } from '#core/cohort/importCohort.ts';
import type { Import, ImportAnswers, ImportReport } from '#core/cohort/importCohort.ts';
import { readTables } from '#core/cohort/readTables.ts';
import { isBundle } from '#core/cohort/results/runBundle.ts';
import { organsOf } from '#core/cohort/subject.ts';
import { FaultError, unwrap } from '#core/faults.ts';
import { copyFiles, removeCopy } from '#engine/cohorts/copyFiles.ts';
import { exportBundle, exportMasks, exportTable } from '#engine/cohorts/exportDesk.ts';
import { holdsResults, keepMasks, openResults } from '#engine/cohorts/openResults.ts';
import type { ListedFiles } from '#engine/cohorts/sourceFiles.ts';
import { listFiles } from '#engine/cohorts/sourceFiles.ts';
import type { TablePreview } from '#engine/protocol/cohortCalls.ts';
import * as calls from '#engine/protocol/cohortCalls.ts';
import type { Implementation } from '#engine/protocol/serve.ts';
import { implement } from '#engine/protocol/serve.ts';
import type { StorageDesk } from '#storage/storageDesk.ts';

/** Listings are large; the last few are enough for a wizard that goes back and forth. */
const LISTINGS_KEPT = 3;
const EXAMPLES = 4;

/** What the cohort worker does: it lists, reads and writes files of cohorts and results, so that no page waits for them. */
export function cohortImplementations(store: (work: (storage: StorageDesk) => Promise<void>) => Promise<void>): readonly Implementation[] {
  const listings = new Map<string, ListedFiles>();
  /** What was imported last from each listing. */
  const imports = new Map<string, Import>();
  let listed = 0;
  const listingOf = (id: string): ListedFiles => {
    const found = listings.get(id);
    if (!found) throw new FaultError('file-unreachable', { where: id, expected: 'files that were chosen', came: 'none any more' });
    return found;
  };
  const importOf = (id: string): Import => {
    const found = imports.get(id);
    if (!found) throw new FaultError('file-unreachable', { where: id, expected: 'an import that was looked at', came: 'none any more' });
    return found;
  };
  return [
    implement(calls.listFilesCall, async (source, { signal, progress }) => {
      const found = await listFiles(source, signal, (done) => progress({ stage: 'listing', done, total: null }));
      const listingId = `listing-${++listed}`;
      listings.set(listingId, found);
      for (const oldest of listings.keys()) if (listings.size > LISTINGS_KEPT) { listings.delete(oldest); imports.delete(oldest); }
      return {
        listingId, name: found.name, files: found.files.length, bytes: found.files.reduce((sum, it) => sum + it.sizeBytes, 0),
        holds: isBundle(found.files) ? 'bundle' as const : holdsResults(found.files) ? 'results' as const : 'cohort' as const,
      };
    }),

    implement(calls.importFilesCall, async ({ listingId, answers }, { signal, progress }) => {
      const listing = listingOf(listingId);
      const imported = unwrap(await importCohort(listing.files, {
        source: listing.name, answers, signal, onProgress: (stage, total) => progress({ stage, done: 0, total }),
      }));
      imports.set(listingId, imported);
      const { cohort, report } = imported;
      return { name: cohort.name, organs: organsOf(cohort), report: { ...report, faults: [...listing.faults, ...report.faults] }, preview: await tablePreview(listing, report, answers, signal) };
    }),

    implement(calls.saveCohortCall, async ({ listingId, cohortId, name }, { progress }) => {
      progress({ stage: 'writing', done: 0, total: null });
      const { cohort, report } = importOf(listingId);
      await store(({ cohorts }) => cohorts.put({ ...cohort, name }, { id: cohortId, layout: report.recognised }));
      return null;
    }),
    implement(calls.copyFilesCall, ({ listingId, cohortId }, desk) => copyFiles(listingOf(listingId), cohortId, importOf(listingId).cohort, desk)),
    implement(calls.removeCopyCall, async ({ cohortId }) => {
      await removeCopy(cohortId);
      return null;
    }),
    implement(calls.openResultsCall, ({ listingId, confirmed }, { signal, progress }) => {
      progress({ stage: 'reading', done: 0, total: null });
      return openResults(listingOf(listingId), confirmed ?? [], signal);
    }),
    implement(calls.keepMasksCall, ({ listingId }, { signal, progress }) => {
      progress({ stage: 'writing', done: 0, total: null });
      return keepMasks(listingOf(listingId), signal);
    }),
    implement(calls.exportResultsCall, ({ table, format, part }) => exportTable(table, format, part)),
    implement(calls.exportBundleCall, (request, desk) => exportBundle(request, desk)),
    implement(calls.exportMasksCall, ({ table }, desk) => exportMasks(table, desk)),
  ];
}

/** Columns of the table that was used, with cells to judge a guess by. */
async function tablePreview({ files }: ListedFiles, { tablePath, columns }: ImportReport, answers: ImportAnswers, signal: AbortSignal): Promise<TablePreview | null> {
  const file = files.find((it) => it.path === tablePath);
  if (!file) return null;
  const tables = unwrap(readTables(await file.read(signal), file.path));
  const table = tables.find((it) => it.header.length === columns.length) ?? tables[0];
  const guesses = columns.length > 0 ? columns : guessColumns(table);
  const cells = (index: number) => [...new Set(table.rows.map((row) => row[index]).filter((cell) => missingReason(cell) === undefined))];
  const sex = guesses.find((it) => it.role === 'sex');
  const coding = answers.demographics?.sexCoding ?? {};
  return {
    columns: guesses.map((it) => ({ ...it, examples: cells(it.index).slice(0, EXAMPLES) })),
    sexCodes: sex ? cells(sex.index).filter((cell) => isSexCode(cell) || cell in coding).sort() : [],
  };
}
