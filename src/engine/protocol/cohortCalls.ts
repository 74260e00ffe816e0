import type { ColumnGuess } from '#core/cohort/columnMapping.ts';
import type { ImportAnswers, ImportReport } from '#core/cohort/importCohort.ts';
import type { ResultExport } from '#core/cohort/results/exportResults.ts';
import type { TablePart } from '#core/cohort/results/tableRows.ts';
import type { ResultTable } from '#core/cohort/resultTable.ts';
import type { Cohort } from '#core/cohort/subject.ts';
import type { Fault } from '#core/faults.ts';
import { defineCall } from '#engine/protocol/call.ts';

/** A file that was picked or dropped, with its path in the chosen folder. */
export interface PickedFile { readonly path: string; readonly file: File }

/** Where files come from: a folder or zip that the browser can remember, files for this visit, or the browser's own copy. */
export type CohortSource =
  | { readonly kind: 'handle'; readonly handle: FileSystemDirectoryHandle | FileSystemFileHandle }
  | { readonly kind: 'files'; readonly name: string; readonly files: readonly PickedFile[] }
  | { readonly kind: 'copy'; readonly cohortId: string };

export interface Listing { readonly listingId: string; readonly name: string; readonly files: number; readonly bytes: number; /** A run bundle or result files open at once; anything else is imported. */ readonly holds: 'cohort' | 'bundle' | 'results' }

/** A table's columns as the wizard shows them: what each is taken for, and a few of its cells. */
export interface TablePreview { readonly columns: readonly (ColumnGuess & { readonly examples: readonly string[] })[]; /** Codes of sex that nobody has explained, such as 0 and 1. */ readonly sexCodes: readonly string[] }

export type CohortProgress = { readonly stage: 'listing' | 'names' | 'table' | 'matching' | 'copying' | 'reading' | 'writing'; readonly done: number; readonly total: number | null };

export interface OpenedResults {
  readonly table: ResultTable;
  /** Of a bundle; null for files of other programs. */
  readonly cohort: Cohort | null;
  readonly format: string;
  readonly matched: number;
  readonly doubtful: ImportReport['doubtful'];
  readonly faults: readonly Fault[];
}

export interface ExportedBlob { readonly name: string; readonly blob: Blob }

export const listFilesCall = defineCall<CohortSource, Listing, CohortProgress>('list-files');
/** What an import would bring. The cohort itself, which may name a hundred thousand files, stays in the worker until it is saved. */
export interface ImportOffer { readonly name: string; readonly organs: readonly string[]; readonly report: ImportReport; readonly preview: TablePreview | null }

export const importFilesCall = defineCall<{ readonly listingId: string; readonly answers: ImportAnswers }, ImportOffer, CohortProgress>('import-files');
/** Stores the cohort that was imported last from a listing, under a name. */
export const saveCohortCall = defineCall<{ readonly listingId: string; readonly cohortId: string; readonly name: string }, null, CohortProgress>('save-cohort');
/** Copies what the cohort names into the browser's storage, so that its runs outlive the visit. */
export const copyFilesCall = defineCall<{ readonly listingId: string; readonly cohortId: string }, { readonly files: number; readonly bytes: number }, CohortProgress>('copy-files');
export const removeCopyCall = defineCall<{ readonly cohortId: string }, null>('remove-copy');
export const openResultsCall = defineCall<{ readonly listingId: string; readonly confirmed: ImportAnswers['confirmed'] }, OpenedResults, CohortProgress>('open-results');
/** Stores the masks of a bundle that was accepted. Answers with how many. */
export const keepMasksCall = defineCall<{ readonly listingId: string }, number, CohortProgress>('keep-masks');
export const exportResultsCall = defineCall<{ readonly table: ResultTable; readonly format: ResultExport; readonly part: TablePart }, ExportedBlob>('export-results');
export const exportBundleCall = defineCall<{ readonly table: ResultTable; readonly cohort: Cohort | null; readonly program: string }, ExportedBlob, CohortProgress>('export-bundle');
export const exportMasksCall = defineCall<{ readonly table: ResultTable }, ExportedBlob, CohortProgress>('export-masks');
