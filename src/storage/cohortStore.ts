import { formatCohort, parseCohort } from '#core/cohort/savedCohort.ts';
import type { Cohort } from '#core/cohort/subject.ts';
import { FaultError } from '#core/faults.ts';
import { isNamed, moveNotes } from '#storage/caseNotes.ts';
import type { Database } from '#storage/database.ts';
import { keysOf } from '#storage/database.ts';
import type { CohortSummary } from '#storage/records.ts';
import { stored } from '#storage/stored.ts';

export interface CohortStore {
  list(): Promise<readonly CohortSummary[]>;
  /** Throws cohort-unreadable and cohort-newer. */
  get(id: string): Promise<Cohort | null>;
  put(cohort: Cohort, about: Pick<CohortSummary, 'id' | 'layout'>): Promise<void>;
  /** Another name for the same cohort; its files, runs and notes stay its own. */
  rename(id: string, name: string): Promise<void>;
  /** With its folder, its runs and its notes (but those that another of its name has too), in one transaction. Answers with the ids of the runs, whose masks are files of their own. */
  remove(id: string): Promise<readonly string[]>;
}

export function makeCohortStore(database: Database): CohortStore {
  return {
    list: () => stored('cohorts', async () => {
      const records = await database.getAll('cohorts');
      return records.map(({ id, name, layout, subjects, cases, savedAt }): CohortSummary => ({ id, name, layout, subjects, cases, savedAt })).sort((a, b) => b.savedAt.localeCompare(a.savedAt));
    }),
    get: (id) => stored(id, async () => {
      const record = await database.get('cohorts', id);
      if (!record) return null;
      const cohort = parseCohort(record.text);
      if (cohort.state === 'failed') throw new FaultError(cohort.fault.code, { ...cohort.fault, where: record.name });
      return cohort.value;
    }),
    put: (cohort, { id, layout }) => stored(cohort.name, async () => {
      await database.put('cohorts', {
        id, layout, name: cohort.name, subjects: cohort.subjects.length, cases: cohort.cases.length,
        savedAt: new Date().toISOString(), text: formatCohort(cohort),
      });
    }),
    rename: (id, name) => stored(name, async () => {
      const work = database.transaction(['cohorts', 'results', 'notes'], 'readwrite');
      const record = await work.objectStore('cohorts').get(id);
      const cohort = record && parseCohort(record.text);
      if (record && cohort?.state === 'done') {
        await work.objectStore('cohorts').put({ ...record, name, text: formatCohort({ ...cohort.value, name }) });
        await moveNotes(work.objectStore('notes'), { cohorts: work.objectStore('cohorts'), results: work.objectStore('results') }, record.name, name);
      }
      await work.done;
    }),
    remove: (id) => stored(id, async () => {
      const work = database.transaction(['cohorts', 'folders', 'runs', 'blocks', 'results', 'notes'], 'readwrite');
      // Notes are under the name that the cohort's tables have.
      const name = (await work.objectStore('cohorts').get(id))?.name ?? id;
      const runIds = (await work.objectStore('runs').getAll()).filter((run) => run.spec.cohortId === id).map((run) => run.id);
      await work.objectStore('cohorts').delete(id);
      const isShared = await isNamed({ cohorts: work.objectStore('cohorts'), results: work.objectStore('results') }, name);
      await Promise.all([
        work.objectStore('folders').delete(id),
        work.objectStore('notes').delete(keysOf(id)),
        ...(isShared ? [] : [work.objectStore('notes').delete(keysOf(name))]),
        ...runIds.flatMap((runId) => [work.objectStore('runs').delete(runId), work.objectStore('blocks').delete(keysOf(runId))]),
        work.done,
      ]);
      return runIds;
    }),
  };
}
