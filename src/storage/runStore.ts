import type { CaseBlock, RunRecord, RunState } from '#core/evaluation/runSpec.ts';
import type { Database } from '#storage/database.ts';
import { keysOf } from '#storage/database.ts';
import { stored } from '#storage/stored.ts';

/** Runs and what their cases gave, one block of columns a case, durable when `addCase` settles. */
export interface RunStore {
  list(): Promise<readonly RunRecord[]>;
  get(id: string): Promise<RunRecord | null>;
  put(run: RunRecord): Promise<void>;
  /** Changes some facts of a run, unless it was removed meanwhile or is in a state in which they are to be left. */
  update(id: string, change: Partial<Pick<RunRecord, 'spec' | 'state' | 'caseIds' | 'workers' | 'fault'>>, when?: (state: RunState) => boolean): Promise<void>;
  /** Keeps what a case gave, and what it ran on as the run's latest, but nothing of a run that was cancelled or removed meanwhile, in whatever tab. */
  addCase(block: CaseBlock): Promise<'kept' | 'cancelled' | 'removed'>;
  finishedCases(id: string): Promise<ReadonlySet<string>>;
  /** Those that failed and may be tried again are forgotten; answers with how many there were. */
  forgetFailed(id: string): Promise<number>;
  blocks(id: string): Promise<readonly CaseBlock[]>;
  remove(id: string): Promise<void>;
}

export function makeRunStore(database: Database): RunStore {
  return {
    list: () => stored('runs', async () => (await database.getAll('runs')).sort((a, b) => a.createdAt.localeCompare(b.createdAt))),
    get: (id) => stored(id, async () => (await database.get('runs', id)) ?? null),
    put: (run) => stored(run.id, async () => { await database.put('runs', run); }),
    update: (id, change, when = () => true) => stored(id, async () => {
      const work = database.transaction('runs', 'readwrite');
      const run = await work.store.get(id);
      if (run && when(run.state)) await work.store.put({ ...run, ...change });
      await work.done;
    }),
    // Strict durability: the answer means that it is on the disk, not that it is about to be.
    addCase: (block) => stored(`${block.runId}, ${block.caseId}`, async () => {
      const work = database.transaction(['runs', 'blocks'], 'readwrite', { durability: 'strict' });
      const run = await work.objectStore('runs').get(block.runId);
      const refusal = !run ? 'removed' : run.state === 'cancelled' ? 'cancelled' : null;
      if (run && refusal === null) {
        if (block.runtime) await work.objectStore('runs').put({ ...run, runtime: block.runtime });
        await work.objectStore('blocks').put(block);
      }
      await work.done;
      return refusal ?? 'kept';
    }),
    finishedCases: (id) => stored(id, async () => new Set((await database.getAllKeys('blocks', keysOf(id))).map(([, caseId]) => caseId))),
    forgetFailed: (id) => stored(id, async () => {
      const work = database.transaction('blocks', 'readwrite');
      let forgotten = 0;
      for (let cursor = await work.store.openCursor(keysOf(id)); cursor; cursor = await cursor.continue()) {
        if (cursor.value.fault === null) continue;
        forgotten++;
        await cursor.delete();
      }
      await work.done;
      return forgotten;
    }),
    blocks: (id) => stored(id, () => database.getAll('blocks', keysOf(id))),
    remove: (id) => stored(id, async () => {
      const work = database.transaction(['runs', 'blocks'], 'readwrite');
      await Promise.all([work.objectStore('runs').delete(id), work.objectStore('blocks').delete(keysOf(id)), work.done]);
    }),
  };
}
