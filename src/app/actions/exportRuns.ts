import type { CohortDesk } from '#app/actions/cohortDesk.ts';
import type { MadeFile } from '#app/actions/exportMask.ts';
import { runJob, valueOrShown } from '#app/actions/jobs.ts';
import { resultsOf } from '#app/actions/storedRuns.ts';
import type { ResultExport } from '#core/cohort/results/exportResults.ts';
import type { TablePart } from '#core/cohort/results/tableRows.ts';
import { PROGRAM_VERSION } from '#core/evaluation/programVersion.ts';
import type { RunRecord } from '#core/evaluation/runSpec.ts';

export type RunExport = ResultExport | 'masks' | 'bundle';

/** Results of one run as a file, its masks, or the bundle that opens again on another machine. */
export async function exportRun(desk: CohortDesk, { id, spec: { cohortId } }: RunRecord, what: RunExport, part: TablePart = {}): Promise<MadeFile | null> {
  const results = valueOrShown(await resultsOf(desk, { id: cohortId, records: [id] }));
  if (!results) return null;
  const { table, cohort } = results;
  return valueOrShown(await runJob('Writing results', ({ signal }) => (
    what === 'bundle' ? desk.cohorts.exportBundle({ table, cohort, program: PROGRAM_VERSION }, { signal })
      : what === 'masks' ? desk.cohorts.exportMasks(table, { signal }) : desk.cohorts.exportResults(table, what, part)
  )));
}
