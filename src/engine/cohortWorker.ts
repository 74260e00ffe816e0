import { cohortImplementations } from '#engine/cohorts/cohortDesk.ts';
import { sheetImplementations } from '#engine/cohorts/sheetDesk.ts';
import { serve } from '#engine/protocol/serve.ts';
import { openStorage } from '#storage/storageDesk.ts';

async function storedCohort(id: string) {
  const storage = await openStorage();
  try {
    return await storage.cohorts.get(id);
  } finally {
    storage.close();
  }
}

serve(self, [...cohortImplementations(), ...sheetImplementations(storedCohort)]);
