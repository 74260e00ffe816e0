import { mapsImplementations } from '#engine/maps/mapsDesk.ts';
import { serve } from '#engine/protocol/serve.ts';
import { openDatabase } from '#storage/database.ts';
import { makeRunStore } from '#storage/runStore.ts';

serve(self, mapsImplementations(async () => makeRunStore(await openDatabase())));
