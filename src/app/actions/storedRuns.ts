import type { CohortDesk } from '#app/actions/cohortDesk.ts';
import { withStorage } from '#app/actions/cohortDesk.ts';
import { valueOrShown } from '#app/actions/jobs.ts';
import { setResults } from '#app/stores/resultsStore.ts';
import { runsStore } from '#app/stores/runsStore.ts';
import type { ResultTable } from '#core/cohort/resultTable.ts';
import type { Cohort } from '#core/cohort/subject.ts';
import type { RunRecord } from '#core/evaluation/runSpec.ts';
import { runTable } from '#core/evaluation/runTable.ts';
import { FaultError } from '#core/faults.ts';
import type { Outcome } from '#engine/protocol/call.ts';

export async function refreshRuns(desk: CohortDesk): Promise<void> {
  const found = valueOrShown(await withStorage(desk, async ({ runs }) => {
    const list = await runs.list();
    const finished = Object.fromEntries(await Promise.all(list.map(async (it) => [it.id, (await runs.finishedCases(it.id)).size] as const)));
    return { runs: list, finished };
  }));
  if (found) runsStore.setState(found);
}

export interface RunResults { readonly table: ResultTable; readonly cohort: Cohort; /** Those of the runs asked for that are stored here. */ readonly runs: readonly RunRecord[] }

/** The results of a cohort's runs, as far as they have come, as one table. Fails with results-not-here. */
export function resultsOf(desk: CohortDesk, { id, name, records }: { readonly id: string; readonly name?: string; readonly records: readonly string[] }): Promise<Outcome<RunResults>> {
  return withStorage(desk, async ({ cohorts, runs }) => {
    const cohort = await cohorts.get(id);
    if (!cohort) throw new FaultError('results-not-here', { where: name ?? id, expected: 'a cohort that this browser keeps', came: 'none of this name and time' });
    const chosen = (await runs.list()).filter((it) => records.includes(it.id));
    const finished = await Promise.all(chosen.map(async (run) => ({ run, blocks: await runs.blocks(run.id) })));
    if (finished.every(({ blocks }) => blocks.length === 0)) {
      throw new FaultError('results-not-here', { where: cohort.name, expected: 'a run with a finished case', came: chosen.length === 0 ? 'none of the runs that were asked for' : 'runs without one' });
    }
    return { table: runTable(cohort, finished), cohort, runs: chosen };
  });
}

/** Puts the results of runs on the screen: Explore, Error maps and Cases are about them from then on. */
export async function showRuns(desk: CohortDesk, cohortId: string, records: string[]): Promise<boolean> {
  const results = valueOrShown(await resultsOf(desk, { id: cohortId, records }));
  if (results) setResults(results.table, { kind: 'cohort', id: cohortId, name: results.cohort.name, records });
  return results !== null;
}
