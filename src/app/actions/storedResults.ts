import type { CohortDesk } from '#app/actions/cohortDesk.ts';
import { withStorage } from '#app/actions/cohortDesk.ts';
import { refreshCohorts } from '#app/actions/importFiles.ts';
import { runJob, valueOrShown } from '#app/actions/jobs.ts';
import { cohortStore } from '#app/stores/cohortStore.ts';
import { resultsStore, setResults } from '#app/stores/resultsStore.ts';

/** Puts a stored result table on the screen: Explore, Error maps and Cases are about it from then on. */
export async function openResults(desk: CohortDesk, id: string): Promise<boolean> {
  const table = valueOrShown(await runJob('Opening results', () => withStorage(desk, ({ results }) => results.get(id))));
  if (table) setResults(table, { kind: 'results', id, name: table.name });
  return table !== null;
}

/** A blank name is none: the old one stays. */
export async function renameStored(desk: CohortDesk, kind: 'cohort' | 'results', id: string, given: string): Promise<void> {
  const name = given.trim();
  if (name === '') return;
  if (valueOrShown(await withStorage(desk, ({ cohorts, results }) => (kind === 'cohort' ? cohorts : results).rename(id, name))) === null) return;
  const { open } = cohortStore.getState();
  if (kind === 'cohort' && open?.id === id) cohortStore.setState({ open: { id, sheet: { ...open.sheet, name } } });
  const { table, place } = resultsStore.getState();
  if (table && place !== 'bundled' && place.kind === kind && place.id === id) setResults({ ...table, name }, { ...place, name });
  await refreshCohorts(desk);
}

/** Forgets a stored table; what is on the screen stays there for this visit. */
export async function removeResults(desk: CohortDesk, id: string): Promise<void> {
  valueOrShown(await withStorage(desk, ({ results }) => results.remove(id)));
  await refreshCohorts(desk);
}
