import { mapsImplementations } from '#engine/maps/mapsDesk.ts';
import { serve } from '#engine/protocol/serve.ts';

serve(self, mapsImplementations());
