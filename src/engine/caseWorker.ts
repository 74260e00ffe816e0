import { FAMILIES } from '#engine/models/families.ts';
import { serve } from '#engine/protocol/serve.ts';
import { caseImplementations } from '#engine/runs/caseImplementations.ts';

serve(self, caseImplementations(FAMILIES));
