import { create } from 'zustand';
import type { Grouping } from '#core/cohort/grouping.ts';
import { AGE_BANDS, SEX_GROUPS, WHO_BMI_BANDS } from '#core/cohort/grouping.ts';
import type { Import, ImportAnswers } from '#core/cohort/importCohort.ts';
import type { Cohort } from '#core/cohort/subject.ts';
import type { Listing, OpenedResults, TablePreview } from '#engine/protocol/cohortCalls.ts';
import type { CohortSummary } from '#storage/records.ts';

/** An import that is being looked at and is not stored yet. */
export interface Draft {
  readonly listing: Listing;
  /** A folder that the browser remembers, or files that are gone after this visit. */
  readonly files: 'remembered' | 'this-visit';
  readonly answers: ImportAnswers;
  readonly imported: (Import & { readonly preview: TablePreview | null }) | null;
  readonly results: OpenedResults | null;
}

interface CohortFacts {
  readonly saved: readonly CohortSummary[];
  readonly savedState: 'unread' | 'read';
  readonly draft: Draft | null;
  /** The saved cohort on the screen. */
  readonly open: { readonly id: string; readonly cohort: Cohort } | null;
  readonly groupings: readonly Grouping[];
}

/** Cohorts: those that are stored, the one that is looked at, and the one that is being imported. */
export const cohortStore = create<CohortFacts>()(() => ({ saved: [], savedState: 'unread', draft: null, open: null, groupings: [SEX_GROUPS, AGE_BANDS, WHO_BMI_BANDS] }));

export function setDraft(draft: Draft | null): void {
  cohortStore.setState({ draft });
}

export function setGrouping(grouping: Grouping): void {
  cohortStore.setState(({ groupings }) => ({ groupings: groupings.map((it) => (it.covariate === grouping.covariate ? grouping : it)) }));
}
