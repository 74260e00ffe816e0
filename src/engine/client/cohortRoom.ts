import type { CohortClient } from '#engine/client/cohortClient.ts';
import { makeCohortClient } from '#engine/client/cohortClient.ts';
import type { RunClient } from '#engine/client/runClient.ts';
import { makeRunClient } from '#engine/client/runClient.ts';

/** Cohorts and their runs, each in a worker that starts when it is first needed. */
export interface CohortRoom { readonly cohorts: CohortClient; readonly runs: RunClient }

export function makeCohortRoom(): CohortRoom {
  return {
    cohorts: makeCohortClient(() => new Worker(new URL('../cohortWorker.ts', import.meta.url), { type: 'module', name: 'isodice-cohorts' })),
    runs: makeRunClient(() => new Worker(new URL('../runWorker.ts', import.meta.url), { type: 'module', name: 'isodice-runs' })),
  };
}
