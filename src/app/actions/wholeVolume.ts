import { addStructure, caseStore, setTarget } from '#app/stores/caseStore.ts';
import type { VolumetricAnswer } from '#app/stores/volumetricStore.ts';
import { forgetAnswers, volumetricStore } from '#app/stores/volumetricStore.ts';
import { viewStore } from '#app/stores/viewStore.ts';
import { showFault } from '#app/stores/workStore.ts';
import { applyAccepted } from '#app/actions/accept.ts';
import { runJob, valueOrShown } from '#app/actions/jobs.ts';
import { dropAnswer } from '#app/actions/segment.ts';
import type { Workbench } from '#app/actions/workbench.ts';
import { isSameStructure } from '#core/models/sat/vocabulary.ts';
import { placeOfLabel } from '#core/prompts/placeOfLabel.ts';
import { voxelVolumeMl } from '#core/volume/grid.ts';
import type { Outcome } from '#engine/protocol/call.ts';
import type { VolumeLabels } from '#engine/protocol/volumetricCalls.ts';

/** Bytes that blended class maps may take; more classes than fit are seen in several passes. */
const MAPS_BUDGET_BYTES = 2 ** 30;

let controller = new AbortController();

/** Ends the run under way between two tiles. */
export function cancelWholeVolume(): void {
  controller.abort();
}

/** Segments the whole image with the model that is loaded; its structures become the prediction under what was accepted. */
export async function segmentWholeVolume(bench: Workbench): Promise<boolean> {
  const { volumetric } = bench;
  const { whole, mirroring } = volumetricStore.getState();
  const { open } = caseStore.getState();
  if (!volumetric || !whole || !open) return false;
  const ask = { modelId: whole.modelId, volumeId: open.id, volumeKey: open.volumeKey, mirroring, memoryBudgetBytes: MAPS_BUDGET_BYTES };
  const answer = await running(`Segmenting with ${whole.name}`, (signal, step) => volumetric.predict(ask, { signal, onProgress: (it) => { if (it.stage === 'tiles') step(it.done, it.of); } }));
  if (!answer || caseStore.getState().open?.id !== open.id) return false;
  volumetricStore.setState({ timing: { model: whole.name, seconds: answer.ms / 1000, heldBytes: answer.heldBytes, backbone: null } });
  return layLabels(bench, answer);
}

/** Asks the text-prompted model for one structure, shows its mask and looks at it. */
export async function segmentByName(bench: Workbench, name: string): Promise<boolean> {
  const { volumetric } = bench;
  const { text } = volumetricStore.getState();
  const { open } = caseStore.getState();
  if (!volumetric || !text || !open) return false;
  let backbone: 'run' | 'kept' = 'kept';
  const ask = { modelId: text.modelId, volumeId: open.id, volumeKey: open.volumeKey, names: [name] };
  const startedAt = performance.now();
  const answer = await running(`Asking ${text.name} for ${name}`, (signal, step) => volumetric.segmentText(ask, {
    signal,
    onProgress(it) {
      if (it.stage === 'backbone') backbone = 'run';
      step(it.done, it.of);
    },
  }));
  if (!answer || caseStore.getState().open?.id !== open.id) return false;
  volumetricStore.setState({ timing: { model: text.name, seconds: (performance.now() - startedAt) / 1000, heldBytes: answer.heldBytes, backbone } });
  setTarget(structureFor(name), 'chosen');
  dropAnswer(bench);
  if (!await layLabels(bench, answer)) return false;
  lookAtTarget(bench);
  return true;
}

/** Takes everything away that whole-volume models answered; accepted slices stay. */
export async function clearWholeVolume(bench: Workbench): Promise<void> {
  const { open } = caseStore.getState();
  const outcome = open && await bench.volumetric?.mergeBase(open.id, null, []);
  if (outcome?.state === 'failed') showFault(outcome.fault);
  if (outcome?.state !== 'done') return;
  forgetAnswers();
  await applyAccepted(bench);
}

/** One at a time, with a line in the work bar and in the panel; null where it failed or was cancelled. */
async function running(title: string, work: (signal: AbortSignal, step: (done: number, of: number) => void) => Promise<Outcome<VolumeLabels>>): Promise<VolumeLabels | null> {
  if (volumetricStore.getState().state !== 'idle') return null;
  controller = new AbortController();
  volumetricStore.setState({ state: 'running', run: { title, done: 0, of: 0 } });
  const outcome = await runJob(title, ({ signal, progress }) => work(AbortSignal.any([signal, controller.signal]), (done, of) => {
    progress(done / of);
    volumetricStore.setState({ run: { title, done, of } });
  }));
  volumetricStore.setState({ state: 'idle', run: null });
  return valueOrShown(outcome);
}

/** Lays a label map under the accepted slices, each class as the structure of its name, and measures it. */
export async function layLabels(bench: Workbench, { labels, classes, notices }: Pick<VolumeLabels, 'labels' | 'classes' | 'notices'>): Promise<boolean> {
  const { open } = caseStore.getState();
  if (!open || !bench.volumetric) return false;
  for (const notice of notices) showFault(notice);
  const values = classes.map(({ name, value }) => ({ name, from: value, to: structureFor(name) }));
  const merged = await bench.volumetric.mergeBase(open.id, labels, values);
  if (merged.state === 'failed') showFault(merged.fault);
  if (merged.state !== 'done') return false;
  await applyAccepted(bench);
  const voxels = new Uint32Array(2 ** 16);
  for (const label of labels) voxels[label] += 1;
  const measured = await Promise.all(values.map(async ({ name, from, to }): Promise<VolumetricAnswer> => (
    { value: to, name, dice: await diceOf(bench, open.id, to), volumeMl: voxels[from] * voxelVolumeMl(open.grid) })));
  if (caseStore.getState().open?.id !== open.id) return false;
  volumetricStore.setState(({ answers }) => ({ answers: [...answers.filter(({ value }) => !measured.some((it) => it.value === value)), ...measured] }));
  return true;
}

async function diceOf({ engine }: Workbench, volumeId: string, value: number): Promise<number | null> {
  if (!caseStore.getState().structures.some((it) => it.value === value && it.origin === 'reference')) return null;
  const agreement = await engine.volumeDice(volumeId, { label: value, referenceValues: [value] });
  return agreement.state === 'done' ? agreement.value.volume.dice : null;
}

/** The case's structure of this name, whatever the order of its words; named by hand where there is none. */
function structureFor(name: string): number {
  return caseStore.getState().structures.find((it) => isSameStructure(it.name, name))?.value ?? addStructure(name);
}

function lookAtTarget({ voxels }: Workbench): void {
  const { open, structures, target } = caseStore.getState();
  const code = structures.find(({ value }) => value === target)?.code;
  const crosshair = open && voxels.prediction && code !== undefined ? placeOfLabel(open.grid, voxels.prediction, code) : null;
  if (crosshair) viewStore.setState({ crosshair });
}
