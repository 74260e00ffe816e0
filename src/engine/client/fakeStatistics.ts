import type { StatisticsClient } from '#engine/client/statisticsClient.ts';
import { makeStatisticsClient } from '#engine/client/statisticsClient.ts';
import { makeLocalPorts } from '#engine/protocol/localPorts.ts';
import { serve } from '#engine/protocol/serve.ts';
import { statisticsImplementations } from '#engine/statistics/statisticsDesk.ts';

/** The real statistics without a worker, for tests. */
export function makeFakeStatistics(): StatisticsClient {
  return makeStatisticsClient(() => {
    const { caller, worker } = makeLocalPorts();
    serve(worker, statisticsImplementations());
    return caller;
  });
}
