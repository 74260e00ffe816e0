import type { Downloads } from '#engine/client/downloads.ts';
import { makeDownloads } from '#engine/client/downloads.ts';
import type { WorkerPort } from '#engine/client/modelHost.ts';
import { makeWorkerHost } from '#engine/client/workerHost.ts';
import type { Outcome } from '#engine/protocol/call.ts';
import type { AskOptions } from '#engine/protocol/connect.ts';
import type { ImportProgress } from '#engine/protocol/libraryCalls.ts';
import { describeModelCall, importModelCall } from '#engine/protocol/libraryCalls.ts';
import type { LibraryEntry } from '#storage/modelLibrary.ts';

/** Brings models into the browser's storage: from the disk in one worker, from other hosts in another. */
export interface ModelRoom extends Downloads {
  import(files: readonly File[], options?: AskOptions<ImportProgress>): Promise<Outcome<LibraryEntry>>;
  /** Gives a downloaded model the manifest that it came without. */
  describe(id: string, said: string | undefined, options?: AskOptions<ImportProgress>): Promise<Outcome<LibraryEntry>>;
}

export function makeModelRoom(
  spawn: () => WorkerPort = () => new Worker(new URL('../libraryWorker.ts', import.meta.url), { type: 'module', name: 'isodice-library' }),
  spawnDownload: () => WorkerPort = () => new Worker(new URL('../downloadWorker.ts', import.meta.url), { type: 'module', name: 'isodice-download' }),
): ModelRoom {
  const host = makeWorkerHost(spawn, 'library worker');
  return {
    ...makeDownloads(spawnDownload),
    import: (files, options) => host.ask(importModelCall, { files }, options),
    describe: (id, said, options) => host.ask(describeModelCall, { id, said }, options),
  };
}
