import { organsOf } from '#core/cohort/subject.ts';
import type { CohortCase } from '#core/cohort/subject.ts';
import { RESULT_STATUS } from '#core/cohort/resultTable.ts';
import type { CaseBlock, RunRecord, RunRuntime } from '#core/evaluation/runSpec.ts';
import { stepsOf } from '#core/evaluation/protocolSpec.ts';
import type { FaultCode } from '#core/faults.ts';
import { FaultError } from '#core/faults.ts';
import type { SourceFiles } from '#engine/cohorts/sourceFiles.ts';
import { pickedFile } from '#engine/cohorts/sourceFiles.ts';
import type { Outcome } from '#engine/protocol/call.ts';
import type { CaseAnswer, CaseRequest, CaseStage } from '#engine/protocol/caseCalls.ts';
import type { AskOptions } from '#engine/protocol/connect.ts';
import type { RunEnd, RunProgress } from '#engine/protocol/runCalls.ts';
import { makePace } from '#engine/runs/pace.ts';
import type { MaskFiles } from '#storage/maskFiles.ts';
import type { RunStore } from '#storage/runStore.ts';

/** Something that evaluates one case at a time: a worker with the model on its device. */
export interface Evaluator {
  readonly modelId: string;
  /** Of the loaded model's graphs, in order of role. */
  readonly sha256: readonly string[];
  /** What it computes on now: a graphics device may give way between cases. */
  runtime(): RunRuntime;
  evaluate(request: CaseRequest, options: AskOptions<{ readonly stage: CaseStage }>): Promise<Outcome<CaseAnswer>>;
}

export interface RunTools {
  readonly runs: RunStore;
  readonly masks: MaskFiles;
  readonly files: SourceFiles;
  readonly evaluators: readonly Evaluator[];
  readonly signal: AbortSignal;
  progress(it: RunProgress): void;
}

/** Faults that are not the case's own: every case after it would meet them too, so the run stops and waits for a person. */
const STOPPING: ReadonlySet<FaultCode> = new Set<FaultCode>([
  'folder-permission', 'folder-not-kept', 'storage-full', 'storage-missing', 'storage-refused', 'storage-newer', 'gpu-lost', 'runtime-failed', 'model-not-loaded',
  'protocol-prompt-unknown', 'protocol-needs-slices', 'protocol-needs-volume',
]);
/** Faults that one case may bring about and so many in a row do not. */
const DOUBTFUL: ReadonlySet<FaultCode> = new Set<FaultCode>(['worker-failed', 'internal']);
const MOST_IN_A_ROW = 3;

/**
 * Evaluates the cases of a run that are not there yet, each evaluator one at a time, so that one reads, measures or
 * writes while another has the device. A case is written as soon as it is done, its mask before its numbers. Throws what
 * stopped it, once every evaluator stands still; a case's own fault is its result.
 */
export async function executeRun(run: RunRecord, cases: readonly CohortCase[], tools: RunTools): Promise<RunEnd> {
  const { runs, signal, evaluators } = tools;
  const finished = await runs.finishedCases(run.id);
  const todo = run.caseIds.filter((id) => !finished.has(id));
  const byId = new Map(cases.map((it) => [it.id, it]));
  const total = run.caseIds.length;
  let done = total - todo.length, failed = (await runs.blocks(run.id)).filter((it) => it.fault !== null).length;
  const pace = makePace(performance.now());
  const current = new Map<string, CaseStage>();
  const stop = new AbortController();
  const both = AbortSignal.any([signal, stop.signal]);
  const stopping: unknown[] = [];
  let inARow = 0;
  const tell = () => tools.progress({
    phase: 'going', done, failed, total, casesPerMinute: pace.casesPerMinute(), remainingSeconds: pace.remainingSeconds(total - done),
    current: [...current].map(([caseId, stage]) => ({ caseId, stage })),
  });

  const keep = async (block: CaseBlock): Promise<void> => {
    const answer = await runs.addCase(block);
    if (answer === 'kept') return;
    // Its mask was written before; the removal may have come between.
    if (answer === 'removed') await tools.masks.removeRun(run.id);
    throw new FaultError('run-ended', { where: run.id.slice(0, 8), came: answer });
  };

  const evaluateNext = async (evaluator: Evaluator, caseId: string): Promise<void> => {
    const startedAt = performance.now();
    const outcome = await answerOf(evaluator, run, byId.get(caseId), caseId, tools.files, { signal: both, onProgress: ({ stage }) => { current.set(caseId, stage); tell(); } });
    if (outcome.state === 'cancelled' || both.aborted) return;
    inARow = outcome.state === 'failed' && DOUBTFUL.has(outcome.fault.code) ? inARow + 1 : 0;
    if (outcome.state === 'failed' && (STOPPING.has(outcome.fault.code) || inARow >= MOST_IN_A_ROW)) throw new FaultError(outcome.fault.code, { ...outcome.fault, where: outcome.fault.where ?? caseId });
    current.set(caseId, 'writing');
    const runtime = evaluator.runtime();
    const about = { runId: run.id, caseId, seconds: (performance.now() - startedAt) / 1000, device: runtime.device, runtime, finishedAt: new Date().toISOString() };
    if (outcome.state === 'done') {
      const { mask, ...columns } = outcome.value;
      if (mask) await tools.masks.put(run.id, caseId, mask);
      await keep({ ...about, ...columns, fault: null });
    } else {
      await keep({ ...about, ...failedColumns(run.spec), fault: outcome.fault });
      failed++;
    }
    done++;
    pace.finished(performance.now());
  };

  const work = async (evaluator: Evaluator): Promise<void> => {
    for (let caseId = todo.shift(); caseId !== undefined && !both.aborted; caseId = todo.shift()) {
      current.set(caseId, 'reading');
      tell();
      try {
        await evaluateNext(evaluator, caseId);
      } catch (error) {
        stopping.push(error);
        stop.abort();
      }
      current.delete(caseId);
      tell();
    }
  };
  await Promise.all(evaluators.map(work));
  if (stopping.length > 0) throw stopping[0];
  signal.throwIfAborted();
  return { done, failed, total };
}

/** What an evaluator gives for a case of a run; what is wrong with the case itself is its answer. */
export async function answerOf(evaluator: Evaluator, run: Pick<RunRecord, 'spec'>, it: CohortCase | undefined, caseId: string, files: SourceFiles, options: AskOptions<{ readonly stage: CaseStage }>): Promise<Outcome<CaseAnswer>> {
  try {
    if (!it) throw new FaultError('case-file-gone', { where: caseId, expected: 'a case of the cohort', came: 'none of this name' });
    const { organs, protocol, seed, masks } = run.spec;
    const wanted = it.references.filter((reference) => organs.includes(reference.organ));
    if (it.images.length === 0) throw new FaultError('case-without-image', { where: caseId });
    if (wanted.length === 0) throw new FaultError('case-without-reference', { where: caseId, expected: organs.join(', '), came: organsOf({ name: '', subjects: [], cases: [it] }).join(', ') || 'no mask' });
    const paths = [...new Set([...it.images.map((image) => image.path), ...wanted.map((reference) => reference.file.path)])];
    const picked = await Promise.all(paths.map((path) => pickedFile(files, path)));
    return await evaluator.evaluate({ modelId: evaluator.modelId, case: { ...it, references: wanted }, files: picked, organs, protocol, seed, masks }, options);
  } catch (error) {
    if (error instanceof FaultError) return { state: 'failed', fault: error.fault };
    throw error;
  }
}

/** A failed case has a row for each organ and step, and no value in any. */
function failedColumns({ organs, protocol }: RunRecord['spec']): Pick<CaseBlock, 'organ' | 'step' | 'status' | 'columns' | 'notices'> {
  const steps = stepsOf(protocol.settings), count = organs.length * steps;
  return {
    organ: Uint8Array.from({ length: count }, (_, n) => Math.floor(n / steps)), step: Uint8Array.from({ length: count }, (_, n) => n % steps),
    status: new Uint8Array(count).fill(RESULT_STATUS.indexOf('failed')), columns: {}, notices: [],
  };
}
