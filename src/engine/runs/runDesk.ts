import type { RunState } from '#core/evaluation/runSpec.ts';
import { fault, FaultError } from '#core/faults.ts';
import type { Fault } from '#core/faults.ts';
import { raceAbort } from '#engine/client/raceAbort.ts';
import type { RunEnd, RunProgress, RunRequest } from '#engine/protocol/runCalls.ts';
import { repeatCaseCall, runCall, runLock } from '#engine/protocol/runCalls.ts';
import type { Desk, Implementation } from '#engine/protocol/serve.ts';
import { implement, isAbort } from '#engine/protocol/serve.ts';
import { executeRun } from '#engine/runs/executeRun.ts';
import { repeatCase, storedRun } from '#engine/runs/repeatCase.ts';
import { demandSameModel } from '#engine/runs/sameModel.ts';
import type { RunSurroundings } from '#engine/runs/runSurroundings.ts';

/** What the run worker does: stored runs, one after the other, each to its end or until it is paused. A queued one is this tab's already. */
export function runImplementations(around: RunSurroundings): readonly Implementation[] {
  let before: Promise<unknown> = Promise.resolve();
  return [
    implement(runCall, (request, desk) => {
      desk.progress({ phase: 'waiting', done: 0, failed: 0, total: 0, casesPerMinute: null, remainingSeconds: null, current: [] });
      const mine = runAlone(request, desk, around, before);
      before = Promise.allSettled([before, mine]);
      return mine;
    }),
    implement(repeatCaseCall, (request, desk) => repeatCase(request, desk, around)),
  ];
}

async function runAlone(request: RunRequest, desk: Desk<RunProgress>, around: RunSurroundings, turn: Promise<unknown>): Promise<RunEnd> {
  const ended = await around.exclusively(runLock(request.runId), () => run(request, desk, around, turn));
  if (ended === 'taken') throw new FaultError('run-elsewhere', { where: request.runId.slice(0, 8) });
  return ended;
}

async function run(request: RunRequest, desk: Desk<RunProgress>, around: RunSurroundings, turn: Promise<unknown>): Promise<RunEnd> {
  const storage = await around.storage();
  const { runs } = storage;
  const { runId, workers } = request;
  try {
    // Stored as queued, so that it goes on though this tab dies before its turn.
    await runs.update(runId, { state: 'waiting', fault: null, ...(workers === undefined ? {} : { workers }) });
    await raceAbort(turn, desk.signal);
    desk.signal.throwIfAborted();
    const { record, cohort } = await storedRun(storage, runId);
    if (record.state === 'cancelled') throw new FaultError('run-ended', { where: runId.slice(0, 8), came: 'cancelled' });
    await runs.update(runId, { state: 'running', fault: null });
    desk.progress({ phase: 'starting', done: 0, failed: 0, total: record.caseIds.length, casesPerMinute: null, remainingSeconds: null, current: [] });
    const files = await around.openSource(request.source);
    const left = record.caseIds.length - (await runs.finishedCases(runId)).size;
    const pool = left > 0 ? await around.startEvaluators({ ...request, workers: record.workers }, left, desk.signal) : { evaluators: [], close: () => undefined };
    try {
      demandSameModel(pool.evaluators, record.spec);
      const end = await executeRun(record, cohort.cases, { runs, masks: around.masks, files, evaluators: pool.evaluators, signal: desk.signal, progress: desk.progress });
      await runs.update(runId, { state: 'done' }, isNotCancelled);
      return end;
    } finally {
      pool.close();
    }
  } catch (error) {
    await runs.update(runId, { state: 'paused', fault: whyStopped(error, desk.signal) }, isNotCancelled);
    throw error;
  } finally {
    storage.close();
  }
}

const isNotCancelled = (state: RunState) => state !== 'cancelled';

/** Null where the user paused it; else what stands in its way. */
function whyStopped(error: unknown, signal: AbortSignal): Fault | null {
  if (signal.aborted || isAbort(error)) return null;
  return error instanceof FaultError ? error.fault : fault('internal', { came: error instanceof Error ? error.message : String(error) });
}
