import { create } from 'zustand';
import type { Grouping } from '#core/cohort/grouping.ts';
import { AGE_BANDS, SEX_GROUPS, WHO_BMI_BANDS } from '#core/cohort/grouping.ts';
import type { ImportAnswers } from '#core/cohort/importCohort.ts';
import type { ImportOffer, Listing, OpenedResults } from '#engine/protocol/cohortCalls.ts';
import type { CohortSheet } from '#engine/protocol/sheetCalls.ts';
import type { CohortSummary } from '#storage/records.ts';
import type { StoredResults } from '#storage/resultStore.ts';

/** An import that is being looked at and is not stored yet. */
export interface Draft {
  readonly listing: Listing;
  /** A folder that the browser remembers, or files that are gone after this visit. */
  readonly files: 'remembered' | 'this-visit';
  readonly answers: ImportAnswers;
  readonly imported: ImportOffer | null;
  readonly results: OpenedResults | null;
}

interface CohortFacts {
  readonly saved: readonly CohortSummary[];
  /** Result tables that were opened from files. */
  readonly results: readonly StoredResults[];
  readonly savedState: 'unread' | 'read';
  readonly draft: Draft | null;
  /** The saved cohort on the screen. */
  readonly open: { readonly id: string; readonly sheet: CohortSheet } | null;
  readonly groupings: readonly Grouping[];
}

const USUAL: readonly Grouping[] = [SEX_GROUPS, AGE_BANDS, WHO_BMI_BANDS];

/** Cohorts: those that are stored, the one that is looked at, and the one that is being imported. */
export const cohortStore = create<CohortFacts>()(() => ({ saved: [], results: [], savedState: 'unread', draft: null, open: null, groupings: USUAL }));

export function setDraft(draft: Draft | null): void {
  cohortStore.setState({ draft });
}

export function setGrouping(grouping: Grouping): void {
  cohortStore.setState(({ groupings }) => ({ groupings: groupings.map((it) => (it.covariate === grouping.covariate ? grouping : it)) }));
}

/** Cut-offs that somebody chose for a covariate, so that every page begins with the same groups; undefined where they are the usual ones. */
export function chosenCuts(covariate: string): number[] | undefined {
  const of = (all: readonly Grouping[]) => all.find((it) => it.covariate === covariate && it.kind === 'bands');
  const [chosen, usual] = [of(cohortStore.getState().groupings), of(USUAL)];
  return chosen?.kind === 'bands' && usual?.kind === 'bands' && chosen.cuts.join() !== usual.cuts.join() && chosen.cuts.length > 0 ? [...chosen.cuts] : undefined;
}
