import { answerStore } from '#app/stores/answerStore.ts';
import { caseStore } from '#app/stores/caseStore.ts';
import { engineStore } from '#app/stores/engineStore.ts';
import { board } from '#app/stores/promptStore.ts';
import { viewStore } from '#app/stores/viewStore.ts';
import { encodeAhead } from '#app/actions/encodeAhead.ts';
import type { SlicePlace } from '#app/actions/segment.ts';
import { segmentPrompt } from '#app/actions/segment.ts';
import type { Workbench } from '#app/actions/workbench.ts';
import { isEmpty, slicePrompts } from '#core/models/slicePrompts.ts';

/** A slice stays on the screen: answers the prompts that wait there, or encodes it, and then its neighbours, so that the first click is fast. */
export async function sliceShown(bench: Workbench, { plane, index }: SlicePlace, signal: AbortSignal): Promise<void> {
  const { open } = caseStore.getState();
  const { model } = engineStore.getState();
  const answer = answerStore.getState();
  if (!open || !model) return;
  const isAnswered = answer.state !== 'none' && answer.plane === plane && answer.index === index;
  if (!isAnswered && !isEmpty(slicePrompts(board().prompts, plane, index))) return segmentPrompt(bench, { plane, index });
  // A failure here is not the user's: the first click meets it again and says so.
  await bench.engine.encode({ modelId: model.modelId, volumeId: open.id, volumeKey: open.volumeKey, plane, index, window: viewStore.getState().modelWindow }, { signal });
  await encodeAhead(bench, { plane, index }, signal);
}
