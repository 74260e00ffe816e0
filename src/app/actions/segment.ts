import { agreementStore, answerStore, repaint } from '#app/stores/answerStore.ts';
import { caseStore } from '#app/stores/caseStore.ts';
import { engineStore } from '#app/stores/engineStore.ts';
import { board } from '#app/stores/promptStore.ts';
import { viewStore } from '#app/stores/viewStore.ts';
import { showFault } from '#app/stores/workStore.ts';
import { tellable } from '#app/actions/promptKinds.ts';
import { sliceAgreement } from '#app/actions/agreement.ts';
import type { Workbench } from '#app/actions/workbench.ts';
import type { SlicePrompts } from '#core/models/promptable.ts';
import { isEmpty, slicePrompts } from '#core/models/slicePrompts.ts';
import type { Plane } from '#core/volume/slice.ts';
import type { SegmentAsk } from '#engine/client/engineClient.ts';
import type { Lane } from '#engine/protocol/modelCalls.ts';

export interface SlicePlace { readonly plane: Plane; readonly index: number }

let latest = 0;
let controller = new AbortController();

/** Forgets the answer and whatever is still being computed for it. */
export function dropAnswer({ voxels }: Workbench): void {
  latest += 1;
  controller.abort();
  voxels.candidates = [];
  answerStore.setState({ state: 'none', scores: [], chosen: 0 });
  agreementStore.setState({ slice: null, previousDice: null });
  repaint();
}

/** Answers the prompts of a slice; the latest call wins and earlier ones are cancelled. Without prompts there is no answer. */
export async function segmentPrompt(bench: Workbench, { plane, index }: SlicePlace): Promise<void> {
  const prompts = slicePrompts(board().prompts, plane, index);
  const before = answerStore.getState();
  const elsewhere = before.plane !== plane || before.index !== index;
  if (elsewhere) bench.voxels.memories.clear();
  const request = askFor(bench, { plane, index }, prompts, 'click');
  if (!request || isEmpty(request.prompts)) return dropAnswer(bench);
  if (elsewhere) dropAnswer(bench);

  const mine = ++latest;
  controller.abort();
  controller = new AbortController();
  bench.voxels.hover = null;
  answerStore.setState({ state: 'computing', plane, index });
  const outcome = await bench.engine.segment(request, { signal: controller.signal });
  if (mine !== latest || outcome.state === 'cancelled') return;
  if (outcome.state === 'failed') {
    answerStore.setState({ state: 'failed' });
    return showFault(outcome.fault);
  }
  const { candidates, timings } = outcome.value;
  bench.voxels.candidates = candidates;
  answerStore.setState({ state: 'ready', scores: candidates.map(({ score }) => score ?? null), chosen: 0, timings });
  await candidateChosen(bench, prompts);
}

/** Shows the next or previous candidate, where the model gave several. */
export async function cycleCandidate(bench: Workbench, step: 1 | -1): Promise<void> {
  const { chosen, scores, plane, index, state } = answerStore.getState();
  if (state !== 'ready' || scores.length < 2) return;
  answerStore.setState({ chosen: (chosen + step + scores.length) % scores.length });
  await candidateChosen(bench, slicePrompts(board().prompts, plane, index));
}

async function candidateChosen(bench: Workbench, prompts: SlicePrompts): Promise<void> {
  const candidate = bench.voxels.candidates.at(answerStore.getState().chosen);
  if (!candidate) return;
  bench.voxels.memories.set(JSON.stringify(prompts), candidate.memory);
  repaint();
  const mine = latest;
  const agreement = await sliceAgreement(bench, candidate.mask);
  if (mine !== latest) return;
  agreementStore.setState(({ slice }) => ({ slice: agreement, previousDice: slice?.dice ?? null }));
}

/** The engine's request, or null while no image or no model is there. A refinement goes on from the answer to all prompts but the last. */
export function askFor({ voxels }: Workbench, { plane, index }: SlicePlace, prompts: SlicePrompts, lane: Lane): SegmentAsk | null {
  const { open } = caseStore.getState();
  const { model } = engineStore.getState();
  if (!open || !model) return null;
  const previous = withoutLast(prompts).map((it) => voxels.memories.get(JSON.stringify(it))).find((it) => it !== undefined);
  return { modelId: model.modelId, volumeId: open.id, volumeKey: open.volumeKey, plane, index, window: viewStore.getState().modelWindow, prompts: tellable(model, prompts), previous, lane };
}

/** The lists of prompts that these may have grown from by one. */
function withoutLast(prompts: SlicePrompts): readonly SlicePrompts[] {
  const { box: _box, ...boxless } = prompts;
  return [
    ...(prompts.points.length > 0 ? [{ ...prompts, points: prompts.points.slice(0, -1) }] : []),
    ...(prompts.scribbles.length > 0 ? [{ ...prompts, scribbles: prompts.scribbles.slice(0, -1) }] : []),
    ...(prompts.box ? [boxless] : []),
  ];
}
