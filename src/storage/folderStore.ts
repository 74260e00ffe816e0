import type { Database } from '#storage/database.ts';
import type { CohortFolder } from '#storage/records.ts';
import { stored } from '#storage/stored.ts';

export interface FolderStore {
  get(cohortId: string): Promise<CohortFolder | null>;
  put(folder: CohortFolder): Promise<void>;
}

export function makeFolderStore(database: Database): FolderStore {
  return {
    get: (cohortId) => stored('folder', async () => (await database.get('folders', cohortId)) ?? null),
    put: (folder) => stored('folder', async () => { await database.put('folders', folder); }),
  };
}
