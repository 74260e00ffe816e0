import { serve } from '#engine/protocol/serve.ts';
import { statisticsImplementations } from '#engine/statistics/statisticsDesk.ts';

serve(self, statisticsImplementations());
