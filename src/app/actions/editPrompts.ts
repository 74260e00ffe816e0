import { answerStore } from '#app/stores/answerStore.ts';
import { caseStore, setTarget } from '#app/stores/caseStore.ts';
import { board, promptStore, recordBoard } from '#app/stores/promptStore.ts';
import { viewStore } from '#app/stores/viewStore.ts';
import { refreshVolumeAgreement } from '#app/actions/agreement.ts';
import { applyAccepted } from '#app/actions/accept.ts';
import { dropAnswer, segmentPrompt } from '#app/actions/segment.ts';
import { canTell } from '#app/actions/promptKinds.ts';
import type { Workbench } from '#app/actions/workbench.ts';
import * as history from '#core/prompts/history.ts';
import { labelFittingBox } from '#core/prompts/labelFittingBox.ts';
import type { PromptDraft, PromptVisibility } from '#core/prompts/prompt.ts';
import type { Prompts } from '#core/prompts/promptEdits.ts';
import { addPrompt, clearSlice, deletePrompt, setPromptVisibility } from '#core/prompts/promptEdits.ts';
import { sliceToVoxel } from '#core/volume/slice.ts';

/** Adds a prompt and answers it; the structure under it becomes the target unless one was chosen or slices hold it. */
export async function givePrompt(bench: Workbench, draft: PromptDraft): Promise<void> {
  if (!canTell(draft)) return;
  if (draft.kind !== 'text' && !board().prompts.some((it) => it.kind !== 'text' && it.plane === draft.plane && it.index === draft.index)) {
    await targetUnder(bench, draft);
  }
  const polarity = 'polarity' in draft ? `${draft.polarity} ` : '';
  await change(bench, `Add ${polarity}${draft.kind}`, addPrompt(board().prompts, draft));
}

export function removePrompt(bench: Workbench, id: string): Promise<void> {
  return change(bench, 'Delete prompt', deletePrompt(board().prompts, id));
}

export function hidePrompt(bench: Workbench, id: string, visibility: PromptVisibility): Promise<void> {
  return change(bench, visibility === 'hidden' ? 'Hide prompt' : 'Show prompt', setPromptVisibility(board().prompts, id, visibility));
}

/** Takes the prompts of the answer's slice away, and with them the answer. */
export async function rejectSlice(bench: Workbench): Promise<void> {
  const { plane, index } = answerStore.getState();
  promptStore.setState({ draft: null, selected: null });
  const kept = clearSlice(board().prompts, plane, index);
  if (kept.length < board().prompts.length) await change(bench, 'Reject', kept);
  else dropAnswer(bench);
}

/** Puts other prompts in place of all, as one step of this name. */
export function replacePrompts(bench: Workbench, name: string, prompts: Prompts): Promise<void> {
  return change(bench, name, prompts);
}

export async function undo(bench: Workbench): Promise<void> {
  await travel(bench, history.undo);
}

export async function redo(bench: Workbench): Promise<void> {
  await travel(bench, history.redo);
}

async function change(bench: Workbench, name: string, prompts: Prompts): Promise<void> {
  const place = placeOfChange(board().prompts, prompts);
  recordBoard(name, { ...board(), prompts });
  await segmentPrompt(bench, place);
}

async function travel(bench: Workbench, step: typeof history.undo): Promise<void> {
  const before = board();
  promptStore.setState((it) => ({ history: step(it.history), selected: null, draft: null }));
  const after = board();
  if (after === before) return;
  if (after.accepted !== before.accepted) await applyAccepted(bench);
  await segmentPrompt(bench, placeOfChange(before.prompts, after.prompts));
}

/** The slice whose prompts differ; the answer's own when none does. */
function placeOfChange(before: Prompts, after: Prompts) {
  const changed = [...after.filter((it) => !before.includes(it)), ...before.filter((it) => !after.includes(it))].find((it) => it.kind !== 'text');
  return changed ?? answerStore.getState();
}

async function targetUnder(bench: Workbench, draft: Exclude<PromptDraft, { kind: 'text' }>): Promise<void> {
  const { engine, voxels } = bench;
  const { open, targetMode, structures } = caseStore.getState();
  const follow = (value: number | undefined): void => {
    if (value === undefined || value === caseStore.getState().target) return;
    setTarget(value, targetMode);
    refreshVolumeAgreement(bench);
  };
  if (!open || targetMode === 'chosen' || !voxels.reference) return;
  if (draft.kind === 'box') {
    const code = labelFittingBox({ grid: open.grid, data: voxels.reference }, draft.plane, draft.index, draft.box);
    return follow(structures.find((it) => it.code === code)?.value);
  }
  if (draft.polarity === 'negative') return;
  const at = draft.kind === 'point' ? draft.at : draft.path[draft.path.length >> 1];
  const under = await engine.organUnder(open.id, sliceToVoxel(open.grid, draft.plane, draft.index, at));
  if (under.state === 'done') follow(under.value?.value);
}

/** Whether prompts and the waiting mask are drawn at all. */
export function togglePrompts(): void {
  viewStore.setState(({ promptVisibility }) => ({ promptVisibility: promptVisibility === 'shown' ? 'hidden' : 'shown' }));
}
