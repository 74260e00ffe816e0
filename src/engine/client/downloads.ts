import { fault } from '#core/faults.ts';
import type { WorkerPort } from '#engine/client/modelHost.ts';
import type { Call, Outcome } from '#engine/protocol/call.ts';
import type { AskOptions } from '#engine/protocol/connect.ts';
import { connect } from '#engine/protocol/connect.ts';
import type { DownloadModel, DownloadProgress } from '#engine/protocol/downloadCalls.ts';
import { downloadModelCall, fetchManifestCall } from '#engine/protocol/downloadCalls.ts';
import type { LibraryEntry } from '#storage/modelLibrary.ts';

/** Brings models from other hosts. Its worker lives only while something is being downloaded. */
export interface Downloads {
  download(request: DownloadModel, options?: AskOptions<DownloadProgress>): Promise<Outcome<LibraryEntry>>;
  /** The text of a manifest and the address that it was found at. */
  fetchManifest(url: string, options?: AskOptions<never>): Promise<Outcome<{ readonly url: string; readonly text: string }>>;
}

export function makeDownloads(spawn: () => WorkerPort): Downloads {
  const ask = async <Request, Reply, Progress>(call: Call<Request, Reply, Progress>, request: Request, options?: AskOptions<Progress>): Promise<Outcome<Reply>> => {
    const port = spawn();
    const connection = connect(port, 'download worker');
    // A cancelled download must close its files before the worker ends, so it is not ended at once.
    const outcome = await connection.ask(call, request, options);
    setTimeout(() => {
      connection.close(fault('cancelled'));
      port.terminate();
    }, 1000);
    return outcome;
  };
  return {
    download: (request, options) => ask(downloadModelCall, request, options),
    fetchManifest: (url, options) => ask(fetchManifestCall, { url }, options),
  };
}
