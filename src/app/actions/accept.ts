import { answerStore, repaint } from '#app/stores/answerStore.ts';
import { caseStore } from '#app/stores/caseStore.ts';
import { board, promptStore, recordBoard } from '#app/stores/promptStore.ts';
import { showFault } from '#app/stores/workStore.ts';
import { refreshVolumeAgreement } from '#app/actions/agreement.ts';
import { toCodes } from '#app/actions/labelCodes.ts';
import type { SlicePlace } from '#app/actions/segment.ts';
import { segmentPrompt } from '#app/actions/segment.ts';
import type { Workbench } from '#app/actions/workbench.ts';
import { acceptMask, reachableMasks, withoutMask } from '#core/prompts/board.ts';
import { clearSlice } from '#core/prompts/promptEdits.ts';

/** Makes the candidate on the screen part of the prediction, as the target; its prompts have done their work and go. */
export async function acceptSlice(bench: Workbench): Promise<void> {
  const { state, chosen, plane, index } = answerStore.getState();
  const { open, target } = caseStore.getState();
  const candidate = bench.voxels.candidates.at(chosen);
  if (state !== 'ready' || !open || !candidate) return;
  const kept = await bench.engine.keepMask(open.id, candidate.mask);
  if (kept.state === 'failed') return showFault(kept.fault);
  if (kept.state !== 'done' || caseStore.getState().open !== open) return;
  const accepted = acceptMask(board(), { plane, index, label: target, maskId: kept.value.maskId });
  recordBoard('Accept slice', { ...accepted, prompts: clearSlice(accepted.prompts, plane, index) });
  await applyAccepted(bench);
  await segmentPrompt(bench, { plane, index });
  await bench.engine.retainMasks(open.id, [...reachableMasks(promptStore.getState().history)]);
}

/** Takes the target's accepted mask of a slice away again. */
export async function removeAccepted(bench: Workbench, { plane, index }: SlicePlace): Promise<void> {
  const { target } = caseStore.getState();
  const next = withoutMask(board(), { plane, index, label: target });
  if (next.accepted.length === board().accepted.length) return;
  recordBoard('Remove accepted slice', next);
  await applyAccepted(bench);
}

/** Makes prediction and measures what the board's accepted slices say. */
export async function applyAccepted(bench: Workbench): Promise<void> {
  const { engine, voxels } = bench;
  const { open, structures } = caseStore.getState();
  if (!open) return;
  const set = await engine.setAccepted(open.id, board().accepted);
  if (set.state === 'failed') return showFault(set.fault);
  const values = await engine.labelMap(open.id, 'prediction');
  if (values.state !== 'done' || caseStore.getState().open !== open) return;
  voxels.prediction = toCodes(values.value, structures);
  repaint();
  refreshVolumeAgreement(bench);
}
