import type { MapsClient } from '#engine/client/mapsClient.ts';
import { makeMapsClient } from '#engine/client/mapsClient.ts';

/** The maps worker of the browser, started when it is first needed. */
export function makeMaps(): MapsClient {
  return makeMapsClient(() => new Worker(new URL('../mapsWorker.ts', import.meta.url), { type: 'module', name: 'isodice-maps' }));
}
