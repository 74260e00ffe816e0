import { mapsImplementations } from '#engine/maps/mapsDesk.ts';
import { serve } from '#engine/protocol/serve.ts';
import { inStorage } from '#storage/storageDesk.ts';

serve(self, mapsImplementations((work) => inStorage(({ runs }) => work(runs))));
