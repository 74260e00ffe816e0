import { serve } from '#engine/protocol/serve.ts';
import { thumbnailImplementations } from '#engine/thumbnails/thumbnailDesk.ts';
import { inStorage } from '#storage/storageDesk.ts';

serve(self, thumbnailImplementations((id) => inStorage(({ cohorts }) => cohorts.get(id))));
