import type { CohortDesk } from '#app/actions/cohortDesk.ts';
import { sourceOf, withStorage } from '#app/actions/cohortDesk.ts';
import { runJob, valueOrShown } from '#app/actions/jobs.ts';
import { stopRunsOf } from '#app/actions/runs.ts';
import type { Draft } from '#app/stores/cohortStore.ts';
import { cohortStore, setDraft } from '#app/stores/cohortStore.ts';
import { setResults } from '#app/stores/resultsStore.ts';
import { showFault } from '#app/stores/workStore.ts';
import type { IdMatch } from '#core/cohort/caseId.ts';
import type { ImportAnswers } from '#core/cohort/importCohort.ts';
import { fault } from '#core/faults.ts';
import type { CohortProgress, CohortSource } from '#engine/protocol/cohortCalls.ts';

/** The source of the draft; files are no facts for a store. */
let draftSource: CohortSource | null = null;

const fraction = ({ done, total }: CohortProgress): number | null => (total === null || total === 0 ? null : done / total);

/** Looks at files that were picked or dropped: results open as results, anything else becomes a report of what an import would bring. */
export async function lookAt(desk: CohortDesk, source: CohortSource): Promise<boolean> {
  const listing = valueOrShown(await runJob('Listing files', ({ signal, progress }) => desk.cohorts.list(source, { signal, onProgress: (it) => progress(fraction(it)) })));
  if (!listing) return false;
  draftSource = source;
  const draft: Draft = { listing, files: source.kind === 'handle' ? 'remembered' : 'this-visit', answers: {}, imported: null, results: null };
  return listing.holds === 'cohort' ? report(desk, draft) : readResults(desk, draft);
}

/** Reads again with other answers. */
export async function answer(desk: CohortDesk, change: ImportAnswers): Promise<boolean> {
  const { draft } = cohortStore.getState();
  if (!draft) return false;
  const next = { ...draft, answers: { ...draft.answers, ...change } };
  return draft.results ? readResults(desk, next) : report(desk, next);
}

/** Joins these doubtful matches too, beside those that were confirmed before. */
export async function confirmMatches(desk: CohortDesk, matches: readonly IdMatch[]): Promise<boolean> {
  const before = cohortStore.getState().draft?.answers.confirmed ?? [];
  return answer(desk, { confirmed: [...before, ...matches] });
}

/** Reads the cohort without its table of subjects, or with it again. */
export async function readTable(desk: CohortDesk, use: 'with-table' | 'without-table'): Promise<boolean> {
  const { draft } = cohortStore.getState();
  if (!draft) return false;
  const { tablePath: _before, ...answers } = draft.answers;
  return report(desk, { ...draft, answers: use === 'with-table' ? answers : { ...answers, tablePath: null } });
}

async function report(desk: CohortDesk, draft: Draft): Promise<boolean> {
  const imported = valueOrShown(await runJob(`Reading ${draft.listing.name}`, ({ signal, progress }) => desk.cohorts.import(draft.listing.listingId, draft.answers, { signal, onProgress: (it) => progress(fraction(it)) })));
  if (imported) setDraft({ ...draft, imported });
  return imported !== null;
}

async function readResults(desk: CohortDesk, draft: Draft): Promise<boolean> {
  const results = valueOrShown(await runJob(`Reading ${draft.listing.name}`, ({ signal }) => desk.cohorts.openResults(draft.listing.listingId, draft.answers.confirmed, { signal })));
  if (results) setDraft({ ...draft, results });
  return results !== null;
}

export type Keeping = 'in-place' | 'copy';

/** Stores the cohort of the draft under a name. Answers with its id. */
export async function saveDraft(desk: CohortDesk, name: string, keeping: Keeping): Promise<string | null> {
  const { draft } = cohortStore.getState();
  const source = draftSource;
  if (!draft?.imported || !source) return null;
  const id = crypto.randomUUID();
  const named = name.trim() || draft.imported.name;
  const { listing: { listingId } } = draft;
  if (keeping === 'copy') {
    const copied = valueOrShown(await runJob(`Copying ${named}`, ({ signal, progress }) => desk.cohorts.copy({ listingId, cohortId: id }, { signal, onProgress: (it) => progress(fraction(it)) })));
    if (!copied) return null;
  } else if (source.kind === 'files') desk.visiting.set(id, source);
  const stored = await runJob(`Saving ${named}`, ({ signal }) => desk.cohorts.save({ listingId, cohortId: id, name: named }, { signal }));
  if (stored.state !== 'done') {
    valueOrShown(stored);
    // A copy that no cohort names would take room for nothing.
    if (keeping === 'copy') valueOrShown(await desk.cohorts.removeCopy(id));
    return null;
  }
  const saved = valueOrShown(await withStorage(desk, async ({ folders }) => {
    await folders.put({ cohortId: id, ...(keeping === 'copy' ? { kind: 'copy' } : source.kind === 'handle' ? { kind: 'handle', handle: source.handle } : { kind: 'session' }) });
    return id;
  }));
  if (!saved) return null;
  setDraft(null);
  await refreshCohorts(desk);
  if (keeping === 'in-place' && source.kind === 'files') showFault({ ...fault('folder-not-kept', { where: named }), severity: 'notice' });
  return id;
}

/** Puts opened results on the screen, and stores the cohort and the masks that a bundle brings. */
export async function showDraftResults(desk: CohortDesk): Promise<boolean> {
  const { draft } = cohortStore.getState();
  if (!draft?.results) return false;
  const { listing: { listingId, holds, name }, results: { table, cohort } } = draft;
  if (holds === 'bundle' && valueOrShown(await runJob(`Storing masks of ${name}`, ({ signal }) => desk.cohorts.keepMasks(listingId, { signal }))) === null) return false;
  const id = crypto.randomUUID();
  const kept = valueOrShown(await withStorage(desk, async ({ results, cohorts, folders }) => {
    await results.put(id, table);
    if (cohort) {
      await cohorts.put(cohort, { id, layout: 'bundle' });
      await folders.put({ cohortId: id, kind: 'session' });
    }
    return id;
  }));
  if (kept === null) return false;
  setResults(table, { kind: 'results', id, name: table.name });
  setDraft(null);
  await refreshCohorts(desk);
  return true;
}

export async function refreshCohorts(desk: CohortDesk): Promise<void> {
  const found = valueOrShown(await withStorage(desk, async ({ cohorts, results }) => ({ saved: await cohorts.list(), results: await results.list() })));
  if (found) cohortStore.setState({ ...found, savedState: 'read' });
}

export async function openCohort(desk: CohortDesk, id: string): Promise<void> {
  const sheet = valueOrShown(await runJob('Opening a cohort', ({ signal }) => desk.cohorts.openSheet(id, { signal })));
  cohortStore.setState({ open: sheet && { id, sheet } });
}

/** Forgets a cohort, its runs, which are stopped first, its masks and its copy; the user's own files stay where they are. */
export async function removeCohort(desk: CohortDesk, id: string, removeMasks: (runId: string) => Promise<void>): Promise<void> {
  await stopRunsOf(desk, id);
  const runIds = valueOrShown(await withStorage(desk, ({ cohorts }) => cohorts.remove(id)));
  if (!runIds) return;
  for (const runId of runIds) await removeMasks(runId);
  valueOrShown(await desk.cohorts.removeCopy(id));
  desk.visiting.delete(id);
  cohortStore.setState(({ open }) => ({ open: open?.id === id ? null : open }));
  await refreshCohorts(desk);
}

/** Gives a cohort its files again, after a visit that did not keep them. */
export async function bringFiles(desk: CohortDesk, id: string, source: CohortSource): Promise<void> {
  desk.visiting.set(id, source);
  if (source.kind === 'handle') valueOrShown(await withStorage(desk, ({ folders }) => folders.put({ cohortId: id, kind: 'handle', handle: source.handle })));
}

/** Whether the cohort's files can be reached now; asks for permission where the browser wants that. */
export async function reachFiles(desk: CohortDesk, id: string): Promise<boolean> {
  return valueOrShown(await withStorage(desk, () => sourceOf(desk, id))) !== null;
}
