import type { WorkerPort } from '#engine/client/modelHost.ts';
import type { WorkerHost } from '#engine/client/workerHost.ts';
import { makeWorkerHost } from '#engine/client/workerHost.ts';

/** Keeps the volume worker. One that died took its images along; the next call meets a fresh one and says that nothing is open. */
export type VolumeHost = WorkerHost;

export function makeVolumeHost(spawn: () => WorkerPort): VolumeHost {
  return makeWorkerHost(spawn, 'volume worker');
}
