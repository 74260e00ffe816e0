import type { Cohort } from '#core/cohort/subject.ts';
import type { RunRecord } from '#core/evaluation/runSpec.ts';
import { FaultError, unwrap } from '#core/faults.ts';
import type { CaseAnswer, CaseStage } from '#engine/protocol/caseCalls.ts';
import type { RepeatRequest } from '#engine/protocol/runCalls.ts';
import type { Desk } from '#engine/protocol/serve.ts';
import { answerOf } from '#engine/runs/executeRun.ts';
import { demandSameModel } from '#engine/runs/sameModel.ts';
import type { RunSurroundings } from '#engine/runs/runSurroundings.ts';
import type { StorageDesk } from '#storage/storageDesk.ts';
import { inStorage } from '#storage/storageDesk.ts';

/** A run with its cohort as storage has them. Throws file-unreachable. */
export async function storedRun({ runs, cohorts }: StorageDesk, runId: string): Promise<{ readonly record: RunRecord; readonly cohort: Cohort }> {
  const record = await runs.get(runId);
  if (!record) throw new FaultError('file-unreachable', { where: runId, expected: 'a stored run', came: 'none' });
  const cohort: Cohort | null = await cohorts.get(record.spec.cohortId);
  if (!cohort) throw new FaultError('file-unreachable', { where: record.spec.cohortId, expected: 'a stored cohort', came: 'none' });
  return { record, cohort };
}

/** Evaluates one case as a stored run did and gives numbers and mask, keeping neither. */
export async function repeatCase(request: RepeatRequest, { signal, progress, transfer }: Desk<{ readonly stage: CaseStage }>, around: RunSurroundings): Promise<CaseAnswer> {
  const { record, cohort } = await inStorage((storage) => storedRun(storage, request.runId), around.storage);
  const { protocol } = record.spec;
  const { settings } = protocol;
  const asked = settings.kind === 'clicks' && request.clicks !== undefined ? { ...settings, budget: request.clicks } : settings;
  const spec = { ...record.spec, protocol: { ...protocol, settings: asked }, masks: 'kept' as const };
  const files = await around.openSource(request.source);
  const pool = await around.startEvaluators(request, 1, signal);
  try {
    demandSameModel(pool.evaluators, spec);
    const it = cohort.cases.find(({ id }) => id === request.caseId);
    const outcome = await answerOf(pool.evaluators[0], { spec }, it, request.caseId, files, { signal, onProgress: progress });
    if (outcome.state === 'cancelled') throw new FaultError('cancelled');
    const answer = unwrap(outcome);
    if (answer.mask) transfer(answer.mask.buffer);
    return answer;
  } finally {
    pool.close();
  }
}
