import type { EngineClient } from '#engine/client/engineClient.ts';
import { makeClient } from '#engine/client/makeClient.ts';
import { makeModelHost } from '#engine/client/modelHost.ts';
import { makeVolumeHost } from '#engine/client/volumeHost.ts';
import type { VolumetricClient } from '#engine/client/volumetricClient.ts';
import { makeVolumetricClient } from '#engine/client/volumetricClient.ts';
import type { StatisticsClient } from '#engine/client/statisticsClient.ts';
import { makeStatisticsClient } from '#engine/client/statisticsClient.ts';
import type { Device, Waiting } from '#engine/protocol/modelCalls.ts';

export interface EngineOptions {
  /** Runs networks there and nowhere else; the best that works where absent. */
  readonly device?: Device | undefined;
  /** For measuring; the faster one that the browser has where absent. */
  readonly waiting?: Waiting | undefined;
  /** WebAssembly threads; as many as there are processor cores, at most 8, where absent. */
  readonly threads?: number | undefined;
}

/** The engine of the browser: two workers, started when they are first needed. */
export function makeEngine({ device, waiting, threads }: EngineOptions = {}): EngineClient & { readonly volumetric: VolumetricClient } {
  const models = makeModelHost({
    spawn: () => new Worker(new URL('./modelWorker.ts', import.meta.url), { type: 'module', name: 'isodice-models' }),
    forced: device, waiting, threads,
  });
  const volumes = makeVolumeHost(() => new Worker(new URL('./volumeWorker.ts', import.meta.url), { type: 'module', name: 'isodice-volumes' }));
  return { ...makeClient(models, volumes, document.baseURI), volumetric: makeVolumetricClient(models, volumes, document.baseURI) };
}

/** Statistics of the browser, in two workers of their own. */
export function makeStatistics(): StatisticsClient {
  return makeStatisticsClient(() => new Worker(new URL('./statisticsWorker.ts', import.meta.url), { type: 'module', name: 'isodice-statistics' }));
}
