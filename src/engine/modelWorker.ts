import { FAMILIES } from '#engine/models/families.ts';
import { modelImplementations } from '#engine/models/modelImplementations.ts';
import { serve } from '#engine/protocol/serve.ts';

serve(self, modelImplementations(FAMILIES));
