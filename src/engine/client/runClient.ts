import type { WorkerPort } from '#engine/client/modelHost.ts';
import { makeWorkerHost } from '#engine/client/workerHost.ts';
import type { Outcome } from '#engine/protocol/call.ts';
import type { AskOptions } from '#engine/protocol/connect.ts';
import type { CaseAnswer, CaseStage } from '#engine/protocol/caseCalls.ts';
import type { RepeatRequest, RunEnd, RunProgress, RunRequest } from '#engine/protocol/runCalls.ts';
import { repeatCaseCall, runCall } from '#engine/protocol/runCalls.ts';

/** Runs in the background: one after the other, in a worker that goes on while no page looks. */
export interface RunClient {
  /** Until its last case. Cancelling pauses it; what is finished stays finished. */
  run(request: RunRequest, options?: AskOptions<RunProgress>): Promise<Outcome<RunEnd>>;
  /** One case of a run once more, beside whatever is under way; nothing is stored. */
  repeat(request: RepeatRequest, options?: AskOptions<{ readonly stage: CaseStage }>): Promise<Outcome<CaseAnswer>>;
}

export function makeRunClient(spawn: () => WorkerPort): RunClient {
  const host = makeWorkerHost(spawn, 'run worker');
  return { run: (request, options) => host.ask(runCall, request, options), repeat: (request, options) => host.ask(repeatCaseCall, request, options) };
}
