import type { ResultTable } from '#core/cohort/resultTable.ts';
import { moveNotes } from '#storage/caseNotes.ts';
import type { Database } from '#storage/database.ts';
import { stored } from '#storage/stored.ts';

export interface StoredResults { readonly id: string; readonly name: string; readonly rows: number; readonly runs: number }

/** Result tables that were opened from files: columns as typed arrays, one record a table. */
export interface ResultStore {
  list(): Promise<readonly StoredResults[]>;
  get(id: string): Promise<ResultTable | null>;
  put(id: string, table: ResultTable): Promise<void>;
  rename(id: string, name: string): Promise<void>;
  remove(id: string): Promise<void>;
}

export function makeResultStore(database: Database): ResultStore {
  return {
    list: () => stored('results', async () => (await database.getAll('results')).map(({ id, table }) => ({ id, name: table.name, rows: table.rows.case.length, runs: table.runs.length }))),
    get: (id) => stored(id, async () => (await database.get('results', id))?.table ?? null),
    put: (id, table) => stored(table.name, async () => { await database.put('results', { id, table }); }),
    rename: (id, name) => stored(name, async () => {
      const work = database.transaction(['cohorts', 'results', 'notes'], 'readwrite');
      const record = await work.objectStore('results').get(id);
      if (record) {
        await work.objectStore('results').put({ ...record, table: { ...record.table, name } });
        await moveNotes(work.objectStore('notes'), { cohorts: work.objectStore('cohorts'), results: work.objectStore('results') }, record.table.name, name);
      }
      await work.done;
    }),
    remove: (id) => stored(id, () => database.delete('results', id)),
  };
}
