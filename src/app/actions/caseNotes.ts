import type { CohortDesk } from '#app/actions/cohortDesk.ts';
import { withStorage } from '#app/actions/cohortDesk.ts';
import { valueOrShown } from '#app/actions/jobs.ts';
import type { CaseNote } from '#storage/records.ts';

/** What a reviewer wrote about a case; an empty note where nobody did, null after a fault has been shown. */
export async function caseNote(desk: CohortDesk, cohortId: string, caseId: string): Promise<Pick<CaseNote, 'text' | 'tags'> | null> {
  const found = await withStorage(desk, async ({ notes }) => ({ note: await notes.get(cohortId, caseId) }));
  const known = valueOrShown(found);
  return known && (known.note ?? { text: '', tags: [] });
}

/** Keeps a note in the browser's storage; one without text and tags is removed. False after a fault has been shown. */
export async function keepNote(desk: CohortDesk, note: Omit<CaseNote, 'changedAt'>): Promise<boolean> {
  return valueOrShown(await withStorage(desk, async ({ notes }) => {
    await notes.put(note);
    return true;
  })) ?? false;
}

/** Tags and words of every reviewed case of a cohort, by case. */
export async function notesOf(desk: CohortDesk, cohortId: string): Promise<ReadonlyMap<string, CaseNote>> {
  const all = valueOrShown(await withStorage(desk, ({ notes }) => notes.all(cohortId))) ?? [];
  return new Map(all.map((note) => [note.caseId, note]));
}
