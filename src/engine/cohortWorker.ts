import { cohortImplementations } from '#engine/cohorts/cohortDesk.ts';
import { sheetImplementations } from '#engine/cohorts/sheetDesk.ts';
import { serve } from '#engine/protocol/serve.ts';
import { inStorage } from '#storage/storageDesk.ts';

serve(self, [...cohortImplementations(inStorage), ...sheetImplementations((id) => inStorage(({ cohorts }) => cohorts.get(id)))]);
