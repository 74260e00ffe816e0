import { cohortImplementations } from '#engine/cohorts/cohortDesk.ts';
import { sheetImplementations } from '#engine/cohorts/sheetDesk.ts';
import { serve } from '#engine/protocol/serve.ts';
import type { StorageDesk } from '#storage/storageDesk.ts';
import { openStorage } from '#storage/storageDesk.ts';

async function withStorage<T>(work: (storage: StorageDesk) => Promise<T>): Promise<T> {
  const storage = await openStorage();
  try {
    return await work(storage);
  } finally {
    storage.close();
  }
}

serve(self, [...cohortImplementations(withStorage), ...sheetImplementations((id) => withStorage(({ cohorts }) => cohorts.get(id)))]);
