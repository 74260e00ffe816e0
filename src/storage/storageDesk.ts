import type { CaseNotes } from '#storage/caseNotes.ts';
import { makeCaseNotes } from '#storage/caseNotes.ts';
import type { CohortStore } from '#storage/cohortStore.ts';
import { makeCohortStore } from '#storage/cohortStore.ts';
import { openDatabase } from '#storage/database.ts';
import type { FolderStore } from '#storage/folderStore.ts';
import { makeFolderStore } from '#storage/folderStore.ts';
import type { ParityStore } from '#storage/parityStore.ts';
import { makeParityStore } from '#storage/parityStore.ts';
import type { ResultStore } from '#storage/resultStore.ts';
import { makeResultStore } from '#storage/resultStore.ts';
import type { RunStore } from '#storage/runStore.ts';
import { makeRunStore } from '#storage/runStore.ts';

/** Everything of the user's that outlives the tab, but models and embeddings. */
export interface StorageDesk {
  readonly cohorts: CohortStore;
  readonly folders: FolderStore;
  readonly runs: RunStore;
  readonly results: ResultStore;
  readonly notes: CaseNotes;
  readonly parity: ParityStore;
  close(): void;
}

export async function openStorage(name?: string): Promise<StorageDesk> {
  const database = await openDatabase(name);
  return {
    cohorts: makeCohortStore(database), folders: makeFolderStore(database), runs: makeRunStore(database),
    results: makeResultStore(database), notes: makeCaseNotes(database), parity: makeParityStore(database),
    close: () => database.close(),
  };
}

/** Work on the storage that opens it and closes it again, for workers that touch it now and then. */
export async function inStorage<T>(work: (storage: StorageDesk) => Promise<T>, open: () => Promise<StorageDesk> = openStorage): Promise<T> {
  const storage = await open();
  try {
    return await work(storage);
  } finally {
    storage.close();
  }
}
