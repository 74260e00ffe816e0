import { deviceInAddress } from '#app/deviceInAddress.ts';
import type { CohortDesk } from '#app/actions/cohortDesk.ts';
import { fileState, sourceOf, withStorage } from '#app/actions/cohortDesk.ts';
import { runJob, valueOrShown } from '#app/actions/jobs.ts';
import { showReference } from '#app/actions/openReference.ts';
import { adopt } from '#app/actions/openScan.ts';
import { sourceAt } from '#app/actions/modelLibrary.ts';
import { showRuns } from '#app/actions/storedRuns.ts';
import { layRunMask, measureRun } from '#app/actions/runMask.ts';
import type { Workbench } from '#app/actions/workbench.ts';
import type { OwnCase } from '#app/stores/accessStore.ts';
import { accessStore } from '#app/stores/accessStore.ts';
import { caseStore, setTarget } from '#app/stores/caseStore.ts';
import { resultsStore } from '#app/stores/resultsStore.ts';
import { viewStore } from '#app/stores/viewStore.ts';
import type { Cohort, CohortCase } from '#core/cohort/subject.ts';
import type { RunRecord } from '#core/evaluation/runSpec.ts';
import { stepOfRun } from '#core/cohort/resultTable.ts';
import { attempt, FaultError } from '#core/faults.ts';
import { makeMaskFiles } from '#storage/maskFiles.ts';

/**
 * Opens a case of a stored run with its expert's masks and, where the run kept it, its prediction. Where the browser has
 * to be asked for the files first, nothing opens and accessStore says what waits.
 */
export async function openOwnCase(bench: Workbench, desk: CohortDesk, it: OwnCase): Promise<boolean> {
  const found = valueOrShown(await withStorage(desk, () => storedCase(desk, it)));
  if (!found) return false;
  const { cohortId, organs } = found.run.spec;
  if (!resultsStore.getState().table?.runs.some(({ record }) => record === it.record)) await showRuns(desk, cohortId, [it.record]);
  const reach = await fileState(desk, cohortId);
  if (reach === 'gone' || (reach === 'asks' && !navigator.userActivation.isActive)) {
    accessStore.setState({ waiting: { cohortId, asked: it } });
    return false;
  }
  const source = valueOrShown(await withStorage(desk, () => sourceOf(desk, cohortId)));
  if (!source) return false;
  accessStore.setState({ waiting: null });
  const organ = it.organ ?? organs[0];
  const references = found.case.references.filter((reference) => organs.includes(reference.organ));
  const opened = valueOrShown(await runJob(`Opening ${it.caseId}`, ({ signal }) => bench.engine.openCohortCase({ case: { ...found.case, references }, source, organ }, { signal })));
  if (!opened || !await adopt(bench, opened.volume, { kind: 'cohort', cohortId, caseId: it.caseId, record: it.record, run: it.run })) return false;
  if (!await showReference(bench, opened.reference, found.cohort.name)) return false;
  const target = caseStore.getState().structures.find(({ name }) => name === organ);
  if (target) setTarget(target.value, 'chosen');
  if (isLastStep(it)) await showStored(bench, found.run, it);
  return true;
}

async function storedCase(desk: CohortDesk, { record, caseId }: OwnCase): Promise<{ readonly run: RunRecord; readonly cohort: Cohort; readonly case: CohortCase }> {
  const { runs, cohorts } = await desk.storage();
  const run = await runs.get(record);
  const cohort = run && await cohorts.get(run.spec.cohortId);
  const found = cohort?.cases.find(({ id }) => id === caseId);
  if (!run || !cohort || !found) throw new FaultError('case-unknown', { came: caseId, expected: run ? `a case of ${cohort?.name ?? 'a stored cohort'}` : 'a run that this browser has stored' });
  return { run, cohort, case: found };
}

function stepOf({ record, run }: OwnCase) {
  return stepOfRun(resultsStore.getState().table?.runs ?? [], record, run);
}

/** Runs keep the mask after their last click alone. */
function isLastStep(it: OwnCase): boolean {
  const { step, steps } = stepOf(it);
  return step >= steps - 1;
}

async function showStored(bench: Workbench, run: RunRecord, { caseId }: OwnCase): Promise<void> {
  const file = run.spec.masks === 'kept' ? await makeMaskFiles().get(run.id, caseId) : null;
  if (file && await layRunMask(bench, run.spec, file)) viewStore.setState(({ error }) => ({ error: { ...error, visibility: 'shown' } }));
}

/** Computes what the run gave for the case on the screen again, on this machine, and lays it on the image. Nothing is stored. */
export async function recomputeOwnCase(bench: Workbench, desk: CohortDesk): Promise<boolean> {
  const { open } = caseStore.getState();
  if (open?.origin.kind !== 'cohort') return false;
  const { origin } = open;
  const found = valueOrShown(await withStorage(desk, () => storedCase(desk, origin)));
  const source = found && valueOrShown(await withStorage(desk, () => sourceOf(desk, origin.cohortId)));
  const model = found && valueOrShown(await attempt(() => sourceAt(found.run.spec.model.manifestUrl)));
  if (!found || !source || !model) return false;
  const { spec } = found.run;
  const request = { runId: origin.record, caseId: origin.caseId, source, model, device: deviceInAddress(location.hash), clicks: stepOf(origin).step + 1, workers: 1 };
  const answer = valueOrShown(await runJob(`Computing ${origin.caseId} again with ${spec.model.name}`, ({ signal, progress }) => desk.runs.repeat(request, { signal, onProgress: ({ stage }) => progress(SHARE[stage]) })));
  if (!answer?.mask || caseStore.getState().open?.id !== open.id) return false;
  if (!await layRunMask(bench, spec, new File([answer.mask], `${origin.caseId}.nii.gz`))) return false;
  viewStore.setState(({ error }) => ({ error: { ...error, visibility: 'shown' } }));
  return true;
}

/** How far each stage of a case is, roughly. */
const SHARE = { reading: 0.05, predicting: 0.3, measuring: 0.8, writing: 0.95 } as const;

/** Measures the run's mask against the expert's target again, after another target was chosen. */
export async function measureOwnCase(bench: Workbench, desk: CohortDesk): Promise<void> {
  const { open } = caseStore.getState();
  if (open?.origin.kind !== 'cohort') return;
  const { record } = open.origin;
  const run = valueOrShown(await withStorage(desk, ({ runs }) => runs.get(record)));
  if (run) await measureRun(bench, run.spec);
}
