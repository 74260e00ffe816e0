import type { CaseHere, MapsAnswer } from '#core/evaluation/compareMaps.ts';
import type { WorkerPort } from '#engine/client/modelHost.ts';
import { makeWorkerHost } from '#engine/client/workerHost.ts';
import type { Outcome } from '#engine/protocol/call.ts';
import type { AskOptions } from '#engine/protocol/connect.ts';
import type { CompareMaps, ErrorsHere, LoadMaps, MapsProgress, OrganOf, OrganPlaces } from '#engine/protocol/mapsCalls.ts';
import * as calls from '#engine/protocol/mapsCalls.ts';

/** Error maps of groups, compared in a worker of its own so that permutations hold up nothing else. */
export interface MapsClient {
  load(request: LoadMaps, options?: AskOptions<never>): Promise<Outcome<{ readonly mapped: number }>>;
  compare(request: CompareMaps, options?: AskOptions<MapsProgress>): Promise<Outcome<MapsAnswer>>;
  errorsHere(request: ErrorsHere, options?: AskOptions<never>): Promise<Outcome<readonly CaseHere[]>>;
  exportMaps(key: string): Promise<Outcome<Uint8Array<ArrayBuffer>>>;
  phantomOrgan(request: OrganOf, options?: AskOptions<never>): Promise<Outcome<OrganPlaces>>;
  destroy(): void;
}

export function makeMapsClient(spawn: () => WorkerPort): MapsClient {
  const host = makeWorkerHost(spawn, 'maps worker');
  return {
    load: (request, options) => host.ask(calls.loadMapsCall, request, options),
    compare: (request, options) => host.ask(calls.compareMapsCall, request, options),
    errorsHere: (request, options) => host.ask(calls.errorsHereCall, request, options),
    exportMaps: (key) => host.ask(calls.exportMapsCall, { key }),
    phantomOrgan: (request, options) => host.ask(calls.phantomOrganCall, request, options),
    destroy: () => host.destroy(),
  };
}
