import { fault } from '#core/faults.ts';
import type { WorkerPort } from '#engine/client/modelHost.ts';
import type { Outcome } from '#engine/protocol/call.ts';
import type { AskOptions } from '#engine/protocol/connect.ts';
import { connect } from '#engine/protocol/connect.ts';
import type { DownloadModel, DownloadProgress } from '#engine/protocol/downloadCalls.ts';
import { downloadModelCall } from '#engine/protocol/downloadCalls.ts';
import type { LibraryEntry } from '#storage/modelLibrary.ts';

/** Brings models from other hosts. Its worker lives only while something is being downloaded. */
export interface Downloads {
  download(request: DownloadModel, options?: AskOptions<DownloadProgress>): Promise<Outcome<LibraryEntry>>;
}

export function makeDownloads(spawn: () => WorkerPort): Downloads {
  return {
    async download(request, options) {
      const port = spawn();
      const connection = connect(port, 'download worker');
      // A cancelled download must close its files before the worker ends, so it is not ended at once.
      const outcome = await connection.ask(downloadModelCall, request, options);
      setTimeout(() => {
        connection.close(fault('cancelled'));
        port.terminate();
      }, 1000);
      return outcome;
    },
  };
}
