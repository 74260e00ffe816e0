import type { WorkerPort } from '#engine/client/modelHost.ts';
import { makeWorkerHost } from '#engine/client/workerHost.ts';
import type { Outcome } from '#engine/protocol/call.ts';
import type { AskOptions } from '#engine/protocol/connect.ts';
import type { RunEnd, RunProgress, RunRequest } from '#engine/protocol/runCalls.ts';
import { runCall } from '#engine/protocol/runCalls.ts';

/** Runs in the background: one after the other, in a worker that goes on while no page looks. */
export interface RunClient {
  /** Until its last case. Cancelling pauses it; what is finished stays finished. */
  run(request: RunRequest, options?: AskOptions<RunProgress>): Promise<Outcome<RunEnd>>;
}

export function makeRunClient(spawn: () => WorkerPort): RunClient {
  const host = makeWorkerHost(spawn, 'run worker');
  return { run: (request, options) => host.ask(runCall, request, options) };
}
