import type { LayoutName } from '#core/cohort/layouts/layout.ts';

/** What a list shows of a cohort without reading it. */
export interface CohortSummary {
  readonly id: string;
  readonly name: string;
  readonly layout: LayoutName | 'bundle';
  readonly subjects: number;
  readonly cases: number;
  readonly savedAt: string;
}

/** `text` is what formatCohort wrote, whose shape has migrations of its own. */
export interface CohortRecord extends CohortSummary { readonly text: string }

/**
 * Where the files of a cohort are: a folder or zip on the disk that the browser remembers (permission is asked again), a
 * copy in the browser's own storage, or nowhere after this visit, because files were picked and cannot be remembered.
 */
export type CohortFolder = { readonly cohortId: string } & (
  | { readonly kind: 'handle'; readonly handle: FileSystemDirectoryHandle | FileSystemFileHandle }
  | { readonly kind: 'copy' }
  | { readonly kind: 'session' }
);

/** What a reviewer wrote about a case: free text and tags such as "motion", "wrong reference". */
export interface CaseNote {
  /** A saved cohort's id, or the name of a result table that has none. */
  readonly cohortId: string;
  readonly caseId: string;
  readonly text: string;
  readonly tags: readonly string[];
  readonly changedAt: string;
}
