import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';
import { openDB } from 'idb';
import type { ResultTable } from '#core/cohort/resultTable.ts';
import type { CaseBlock, RunRecord } from '#core/evaluation/runSpec.ts';
import type { CaseNote, CohortFolder, CohortRecord, ParityRecord } from '#storage/records.ts';
import { stored } from '#storage/stored.ts';

export interface Tables extends DBSchema {
  cohorts: { key: string; value: CohortRecord };
  folders: { key: string; value: CohortFolder };
  runs: { key: string; value: RunRecord };
  /** Under [run, case]: the second of the same case takes the place of the first. */
  blocks: { key: [string, string]; value: CaseBlock };
  results: { key: string; value: { readonly id: string; readonly table: ResultTable } };
  notes: { key: [string, string]; value: CaseNote };
  /** Under [encoder's SHA-256, device]: the latest check takes the place of the one before. */
  parity: { key: [string, string]; value: ParityRecord };
}

export type Database = IDBPDatabase<Tables>;
type Upgrade = (database: Database, transaction: IDBPTransaction<Tables, ArrayLike<StoreNames<Tables>>, 'versionchange'>) => void;

/** Step n takes the database from version n to n + 1. A change adds one step and never alters an old one. */
const MIGRATIONS: readonly Upgrade[] = [
  (database) => {
    database.createObjectStore('cohorts', { keyPath: 'id' });
    database.createObjectStore('folders', { keyPath: 'cohortId' });
    database.createObjectStore('runs', { keyPath: 'id' });
    database.createObjectStore('blocks', { keyPath: ['runId', 'caseId'] });
    database.createObjectStore('results', { keyPath: 'id' });
    database.createObjectStore('notes', { keyPath: ['cohortId', 'caseId'] });
  },
  (database) => {
    database.createObjectStore('parity', { keyPath: ['sha256.encoder', 'device'] });
  },
];

export const DATABASE_VERSION = MIGRATIONS.length;

/** Opens the browser's database, brought to this version. Another tab that needs a newer one is let through. */
export function openDatabase(name = 'isodice'): Promise<Database> {
  return stored('database', () => openDB<Tables>(name, DATABASE_VERSION, {
    upgrade(database, from, _to, transaction) {
      for (const step of MIGRATIONS.slice(from)) step(database, transaction);
    },
    blocking(_current, _blocked, event) {
      if (event.target instanceof IDBDatabase) event.target.close();
    },
  }));
}

/** All keys that begin with this id, for stores under [id, …]. */
export function keysOf(id: string): IDBKeyRange {
  return IDBKeyRange.bound([id], [id, []]);
}
