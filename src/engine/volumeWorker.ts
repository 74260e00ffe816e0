import { serve } from '#engine/protocol/serve.ts';
import { volumeImplementations } from '#engine/volumes/volumeDesk.ts';

serve(self, volumeImplementations());
