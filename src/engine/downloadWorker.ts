import { downloadImplementations } from '#engine/downloads/downloadDesk.ts';
import { serve } from '#engine/protocol/serve.ts';

serve(self, downloadImplementations());
