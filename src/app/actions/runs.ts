import { deviceInAddress } from '#app/deviceInAddress.ts';
import type { CohortDesk } from '#app/actions/cohortDesk.ts';
import { fileState, sourceOf, withStorage } from '#app/actions/cohortDesk.ts';
import { sourceAt } from '#app/actions/modelLibrary.ts';
import { runJob, valueOrShown } from '#app/actions/jobs.ts';
import { refreshRuns } from '#app/actions/storedRuns.ts';
import { runsStore, setLive } from '#app/stores/runsStore.ts';
import { showFault } from '#app/stores/workStore.ts';
import type { RunRecord, RunSpec } from '#core/evaluation/runSpec.ts';
import { attempt, fault, FaultError } from '#core/faults.ts';
import { makeMaskFiles } from '#storage/maskFiles.ts';
import { runLock } from '#engine/protocol/runCalls.ts';
import { runIdOf } from '#storage/runId.ts';

/** The way to pause each run of this tab. */
const controllers = new Map<string, AbortController>();

/** Whether this tab or another is at work on a run, or has it queued. */
async function isLive(id: string): Promise<boolean> {
  return controllers.has(id) || ((await navigator.locks.query()).held ?? []).some(({ name }) => name === runLock(id));
}

/** Stores a run over the cases that have an image and a mask of a chosen organ. The same configuration is the same run: it goes on instead of beginning anew, and one that is live stays so. */
export async function createRun(desk: CohortDesk, spec: RunSpec, caseIds: readonly string[] | null = null): Promise<string | null> {
  const id = await runIdOf(spec);
  const live = await isLive(id);
  const made = valueOrShown(await withStorage(desk, async ({ cohorts, runs }) => {
    const cohort = await cohorts.get(spec.cohortId);
    const able = (cohort?.cases ?? []).filter((it) => it.images.length > 0 && it.references.some((reference) => spec.organs.includes(reference.organ))).map((it) => it.id);
    const wanted = able.filter((it) => caseIds === null || caseIds.includes(it));
    if (wanted.length === 0) return 'none';
    const before = await runs.get(id);
    if (before) await runs.update(id, { spec: { ...before.spec, masks: spec.masks }, caseIds: [...new Set([...before.caseIds, ...wanted])], ...(live ? {} : { state: 'waiting', fault: null }) });
    else await runs.put({ id, spec, state: 'waiting', caseIds: wanted, createdAt: new Date().toISOString(), runtime: null, fault: null });
    return 'made';
  }));
  if (made === 'none') showFault(fault('run-without-cases', { expected: spec.organs.join(', ') }));
  await refreshRuns(desk);
  return made === 'made' ? id : null;
}

/** Goes on with a run in the background until its end, or until it is paused. Call it from a click, because the browser may ask for permission. */
export async function startRun(desk: CohortDesk, run: RunRecord, workers?: number): Promise<void> {
  if (controllers.has(run.id)) return;
  const controller = new AbortController();
  controllers.set(run.id, controller);
  const { model, protocol, cohortId } = run.spec;
  const outcome = await runJob(`${model.name}, ${protocol.label}`, async ({ signal, progress }) => {
    const given = await attempt(async () => ({ source: await sourceOf(desk, cohortId), model: await sourceAt(model.manifestUrl) }));
    if (given.state === 'failed') {
      await withStorage(desk, ({ runs }) => runs.update(run.id, { state: 'paused', fault: given.fault }, (state) => state === 'waiting'));
      return given;
    }
    return desk.runs.run(
      { runId: run.id, ...given.value, device: deviceInAddress(location.hash), workers },
      { signal: AbortSignal.any([signal, controller.signal]), onProgress: (it) => { setLive(run.id, it); progress(it.total > 0 ? it.done / it.total : null); } },
    );
  });
  controllers.delete(run.id);
  setLive(run.id, null);
  valueOrShown(outcome);
  await settled(desk, run.id);
}

/** A worker that was told to stop still writes down that it did. */
async function settled(desk: CohortDesk, id: string): Promise<void> {
  for (let turn = 0; turn < 20; turn++) {
    const run = await withStorage(desk, ({ runs }) => runs.get(id));
    if (run.state !== 'done' || (run.value?.state !== 'running' && run.value?.state !== 'waiting')) break;
    await new Promise((settle) => { setTimeout(settle, 100); });
  }
  await refreshRuns(desk);
}

export function pauseRun(id: string): void {
  controllers.get(id)?.abort();
}

/** Pauses a run that is live in this tab and waits until that is stored; another tab sees at its next case what becomes of the run. */
async function stopRun(desk: CohortDesk, id: string): Promise<void> {
  if (!controllers.has(id)) return;
  pauseRun(id);
  await settled(desk, id);
}

/** The same for all runs over a cohort. */
export async function stopRunsOf(desk: CohortDesk, cohortId: string): Promise<void> {
  const all = valueOrShown(await withStorage(desk, ({ runs }) => runs.list())) ?? [];
  await Promise.all(all.filter(({ spec }) => spec.cohortId === cohortId).map(({ id }) => stopRun(desk, id)));
}

/** Ends a run for good; what is finished is kept. */
export async function cancelRun(desk: CohortDesk, id: string): Promise<void> {
  await stopRun(desk, id);
  valueOrShown(await withStorage(desk, ({ runs }) => runs.update(id, { state: 'cancelled' })));
  await refreshRuns(desk);
}

/** Tries the failed cases of a run again; not while it is live, because its end would then lack them. */
export async function retryFailed(desk: CohortDesk, run: RunRecord): Promise<void> {
  if (controllers.has(run.id)) return;
  const forgotten = await withStorage(desk, ({ runs }) => navigator.locks.request(runLock(run.id), { ifAvailable: true }, (lock) => {
    if (!lock) throw new FaultError('run-elsewhere', { where: run.id.slice(0, 8) });
    return runs.forgetFailed(run.id);
  }));
  if (valueOrShown(forgotten) !== null) await startRun(desk, run);
}

export async function removeRun(desk: CohortDesk, id: string): Promise<void> {
  await stopRun(desk, id);
  valueOrShown(await withStorage(desk, async ({ runs }) => {
    await runs.remove(id);
    await removeMasks(id);
  }));
  await refreshRuns(desk);
}

export function removeMasks(runId: string): Promise<void> {
  return makeMaskFiles().removeRun(runId);
}

/** Runs that were under way or queued when the tab or the browser died go on, where their files can be reached without asking. */
export async function resumeInterrupted(desk: CohortDesk): Promise<void> {
  await refreshRuns(desk);
  for (const run of runsStore.getState().runs.filter((it) => it.state === 'running' || it.state === 'waiting')) {
    if (await isLive(run.id)) continue;
    const reach = await fileState(desk, run.spec.cohortId);
    if (reach === 'copy' || reach === 'reachable') void startRun(desk, run);
  }
}
