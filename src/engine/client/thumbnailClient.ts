import type { Thumbnail } from '#core/volume/thumbnail.ts';
import type { WorkerPort } from '#engine/client/modelHost.ts';
import { makeWorkerHost } from '#engine/client/workerHost.ts';
import type { Outcome } from '#engine/protocol/call.ts';
import type { AskOptions } from '#engine/protocol/connect.ts';
import type { ThumbnailAsk } from '#engine/protocol/thumbnailCalls.ts';
import { thumbnailCall } from '#engine/protocol/thumbnailCalls.ts';

/** Small pictures of cases, drawn in a worker of their own so that they hold up neither the open case nor statistics. */
export interface ThumbnailClient {
  picture(ask: ThumbnailAsk, options?: AskOptions<never>): Promise<Outcome<Thumbnail>>;
}

/** The thumbnail worker, started when it is first needed. */
export function makeThumbnails(spawn: () => WorkerPort = () => new Worker(new URL('../thumbnailWorker.ts', import.meta.url), { type: 'module', name: 'isodice-thumbnails' })): ThumbnailClient {
  const host = makeWorkerHost(spawn, 'thumbnail worker');
  return { picture: (ask, options) => host.ask(thumbnailCall, ask, options) };
}
