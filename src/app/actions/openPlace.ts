import type { CohortDesk } from '#app/actions/cohortDesk.ts';
import { withStorage } from '#app/actions/cohortDesk.ts';
import { runJob } from '#app/actions/jobs.ts';
import { loadBundled } from '#app/actions/openBundled.ts';
import { resultsOf } from '#app/actions/storedRuns.ts';
import type { ResultsPlace } from '#app/stores/resultsStore.ts';
import { setResults } from '#app/stores/resultsStore.ts';
import { showFault } from '#app/stores/workStore.ts';
import { fault, FaultError } from '#core/faults.ts';
import type { ResultTable } from '#core/cohort/resultTable.ts';
import type { Outcome } from '#engine/protocol/call.ts';

/**
 * Puts the results that a link names on the screen, unless `signal` says that others are wanted meanwhile. Fails with
 * results-not-here where this browser does not keep them; runs that are missing among others are named in a notice.
 */
export async function openPlace(desk: CohortDesk, place: ResultsPlace, signal: AbortSignal): Promise<Outcome<null>> {
  const read = await runJob('Opening results', ({ signal: cancelled }) => tableAt(desk, place).then((outcome) => (cancelled.aborted ? { state: 'cancelled' } as const : outcome)));
  if (signal.aborted || read.state === 'cancelled') return { state: 'cancelled' };
  if (read.state === 'failed') return read;
  setResults(read.value, place);
  return { state: 'done', value: null };
}

async function tableAt(desk: CohortDesk, place: ResultsPlace): Promise<Outcome<ResultTable>> {
  if (place === 'bundled') {
    const bundled = await loadBundled();
    return bundled.state === 'done' ? { state: 'done', value: bundled.value.table } : bundled;
  }
  if (place.kind === 'results') {
    return withStorage(desk, async ({ results }) => {
      const table = await results.get(place.id);
      if (!table) throw new FaultError('results-not-here', { where: place.name, expected: 'a table that this browser keeps', came: 'none of this name and time' });
      return table;
    });
  }
  const found = await resultsOf(desk, place);
  if (found.state !== 'done') return found;
  const missing = place.records.length - found.value.runs.length;
  if (missing > 0) showFault(fault('results-in-part', { where: place.name, expected: `${place.records.length} runs`, came: `${found.value.runs.length}` }));
  return { state: 'done', value: found.value.table };
}
