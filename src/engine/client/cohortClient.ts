import type { Grouping } from '#core/cohort/grouping.ts';
import type { ImportAnswers } from '#core/cohort/importCohort.ts';
import type { ResultExport } from '#core/cohort/results/exportResults.ts';
import type { TablePart } from '#core/cohort/results/tableRows.ts';
import type { ResultTable } from '#core/cohort/resultTable.ts';
import type { Cohort } from '#core/cohort/subject.ts';
import type { WorkerPort } from '#engine/client/modelHost.ts';
import { makeWorkerHost } from '#engine/client/workerHost.ts';
import type { Outcome } from '#engine/protocol/call.ts';
import type { CohortProgress, CohortSource, ExportedBlob, ImportOffer, Listing, OpenedResults } from '#engine/protocol/cohortCalls.ts';
import * as calls from '#engine/protocol/cohortCalls.ts';
import type { AskOptions } from '#engine/protocol/connect.ts';
import type { CohortSheet, GroupSize, SheetRows } from '#engine/protocol/sheetCalls.ts';
import * as sheets from '#engine/protocol/sheetCalls.ts';

type Options = AskOptions<CohortProgress>;

/** Files of cohorts and results, read and written in a worker of its own. */
export interface CohortClient {
  list(source: CohortSource, options?: Options): Promise<Outcome<Listing>>;
  /** What an import would bring; nothing is stored. */
  import(listingId: string, answers: ImportAnswers, options?: Options): Promise<Outcome<ImportOffer>>;
  save(request: { readonly listingId: string; readonly cohortId: string; readonly name: string }, options?: Options): Promise<Outcome<null>>;
  copy(request: { readonly listingId: string; readonly cohortId: string }, options?: Options): Promise<Outcome<{ readonly files: number; readonly bytes: number }>>;
  removeCopy(cohortId: string): Promise<Outcome<null>>;
  openResults(listingId: string, confirmed: ImportAnswers['confirmed'], options?: Options): Promise<Outcome<OpenedResults>>;
  /** Stores the masks of a bundle that was opened; without it nothing of the bundle is stored. */
  keepMasks(listingId: string, options?: Options): Promise<Outcome<number>>;
  exportResults(table: ResultTable, format: ResultExport, part?: TablePart): Promise<Outcome<ExportedBlob>>;
  exportMasks(table: ResultTable, options?: Options): Promise<Outcome<ExportedBlob>>;
  exportBundle(request: { readonly table: ResultTable; readonly cohort: Cohort | null; readonly program: string }, options?: Options): Promise<Outcome<ExportedBlob>>;
  /** A stored cohort as a table whose cells stay in the worker. */
  openSheet(cohortId: string, options?: AskOptions<never>): Promise<Outcome<CohortSheet | null>>;
  sheetRows(asked: SheetRows, options?: AskOptions<never>): Promise<Outcome<Uint32Array<ArrayBuffer>>>;
  sheetCells(cohortId: string, rows: Uint32Array, options?: AskOptions<never>): Promise<Outcome<readonly (readonly string[])[]>>;
  sheetGroups(cohortId: string, grouping: Grouping, options?: AskOptions<never>): Promise<Outcome<readonly GroupSize[]>>;
}

export function makeCohortClient(spawn: () => WorkerPort): CohortClient {
  const host = makeWorkerHost(spawn, 'cohort worker');
  return {
    list: (source, options) => host.ask(calls.listFilesCall, source, options),
    import: (listingId, answers, options) => host.ask(calls.importFilesCall, { listingId, answers }, options),
    save: (request, options) => host.ask(calls.saveCohortCall, request, options),
    copy: (request, options) => host.ask(calls.copyFilesCall, request, options),
    removeCopy: (cohortId) => host.ask(calls.removeCopyCall, { cohortId }),
    openResults: (listingId, confirmed, options) => host.ask(calls.openResultsCall, { listingId, confirmed }, options),
    keepMasks: (listingId, options) => host.ask(calls.keepMasksCall, { listingId }, options),
    exportResults: (table, format, part = {}) => host.ask(calls.exportResultsCall, { table, format, part }),
    exportMasks: (table, options) => host.ask(calls.exportMasksCall, { table }, options),
    exportBundle: (request, options) => host.ask(calls.exportBundleCall, request, options),
    openSheet: (cohortId, options) => host.ask(sheets.openSheetCall, { cohortId }, options),
    sheetRows: (asked, options) => host.ask(sheets.sheetRowsCall, asked, options),
    sheetCells: (cohortId, rows, options) => host.ask(sheets.sheetCellsCall, { cohortId, rows }, options),
    sheetGroups: (cohortId, grouping, options) => host.ask(sheets.sheetGroupsCall, { cohortId, grouping }, options),
  };
}
