import { resultsStore } from '#app/stores/resultsStore.ts';

/** Where a result's case is looked at: address of the Segment page for a run (by its name in the table on the screen) and organ. */
export function casePlace(caseId: string, run: string, organ: string) {
  const { table, place } = resultsStore.getState();
  const record = place !== 'bundled' ? table?.runs.find(({ id }) => id === run)?.record : undefined;
  return { to: '/segment' as const, search: { case: caseId, run, organ, ...(record === undefined ? {} : { record }) } };
}
