import { libraryImplementations } from '#engine/library/libraryDesk.ts';
import { serve } from '#engine/protocol/serve.ts';

serve(self, libraryImplementations());
