import { serve } from '#engine/protocol/serve.ts';
serve(self, []);
