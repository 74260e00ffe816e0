import { cohortImplementations } from '#engine/cohorts/cohortDesk.ts';
import { serve } from '#engine/protocol/serve.ts';

serve(self, cohortImplementations());
