import { applyAccepted } from '#app/actions/accept.ts';
import { runJob, valueOrShown } from '#app/actions/jobs.ts';
import { dropAnswer } from '#app/actions/segment.ts';
import { goToSlice, sliceOf } from '#app/actions/tools.ts';
import type { Workbench } from '#app/actions/workbench.ts';
import type { OpenCase } from '#app/stores/caseStore.ts';
import { caseStore, setTarget } from '#app/stores/caseStore.ts';
import { engineStore } from '#app/stores/engineStore.ts';
import { board, recordBoard } from '#app/stores/promptStore.ts';
import { viewStore } from '#app/stores/viewStore.ts';
import { ctWindow } from '#core/evaluation/modelWindow.ts';
import type { SliceProtocol } from '#core/evaluation/protocolSpec.ts';
import { correctedPrompts, firstPrompts } from '#core/evaluation/slicePrompter.ts';
import { attempt, FaultError } from '#core/faults.ts';
import { makeRandom } from '#core/num/random.ts';
import type { AcceptedSlice } from '#core/prompts/board.ts';
import { acceptMask } from '#core/prompts/board.ts';
import type { SliceMask } from '#core/volume/slice.ts';
import { sliceCount } from '#core/volume/slice.ts';
import type { Outcome } from '#engine/protocol/call.ts';
import type { Organ } from '#engine/protocol/volumeCalls.ts';

export interface PromptRepetition {
  readonly organ: string;
  readonly protocol: SliceProtocol;
  /** Clicks of a protocol of clicks; 1 for others. */
  readonly steps: number;
  /** What the run's own prompts were drawn from. */
  readonly seed: string;
}

/**
 * Prompts the model on every slice that a run asked, as the run did (sliceProtocol.ts), and lays its answers on the image
 * as accepted slices, which undo takes back in one step. Gives the Dice over those slices; null where there is none, or
 * after a fault has been shown. Only protocols that prompt each slice by itself.
 */
export async function repeatPrompts(bench: Workbench, it: PromptRepetition): Promise<number | null> {
  const { open, structures } = caseStore.getState();
  const { model } = engineStore.getState();
  const structure = structures.find(({ name }) => name === it.organ);
  if (!open || !model || !structure) return null;
  const organ: Organ = { label: structure.value, referenceValues: structure.origin === 'reference' ? [structure.value] : [] };
  setTarget(structure.value, 'chosen');
  dropAnswer(bench);
  const accepted = valueOrShown(await runJob(`Prompting ${model.name} as the run did`, ({ signal, progress }) => attempt(async () => {
    const slices: AcceptedSlice[] = [];
    const count = sliceCount(open.grid, it.protocol.plane);
    for (let index = 0; index < count; index += it.protocol.everyNth) {
      progress(index / count);
      const mask = await answerOn(bench, { ...it, open, modelId: model.modelId, target: organ }, index, signal);
      if (mask === null) continue;
      const kept = needed(await bench.engine.keepMask(open.id, mask));
      slices.push({ plane: mask.plane, index, label: structure.value, maskId: kept.maskId });
    }
    return slices;
  })));
  if (!accepted || caseStore.getState().open?.id !== open.id) return null;
  recordBoard('Repeat the run\'s prompts', accepted.reduce(acceptMask, board()));
  await applyAccepted(bench);
  lookAtAsked(accepted);
  const agreement = valueOrShown(await bench.engine.volumeDice(open.id, organ));
  return agreement?.accepted?.dice ?? null;
}

/** Goes to the nearest slice that was asked, since on others everything is missed. */
function lookAtAsked(accepted: readonly AcceptedSlice[]): void {
  const { crosshair, plane } = viewStore.getState();
  const here = sliceOf(crosshair, plane);
  const [nearest] = accepted.filter((it) => it.plane === plane).toSorted((a, b) => Math.abs(a.index - here) - Math.abs(b.index - here));
  if (nearest) goToSlice(nearest.index);
}

interface AskedCase extends PromptRepetition { readonly open: OpenCase; readonly modelId: string; readonly target: Organ }

/** The model's last mask of a slice; null where the organ is not on it. No answer is an empty mask. */
async function answerOn({ engine }: Workbench, { open, modelId, organ, protocol, steps, seed, ...it }: AskedCase, index: number, signal: AbortSignal): Promise<SliceMask | null> {
  const { plane } = protocol;
  const place = { volumeId: open.id, plane, index };
  const target = needed(await engine.maskSlice({ ...place, layer: 'reference', organ: it.target }, { signal }));
  let prompts = firstPrompts(target, protocol, makeRandom(`${seed}/${organ}/${index}`));
  if (!prompts) return null;
  const window = open.modality === 'CT' ? ctWindow(organ) : { low: open.intensity.low, high: open.intensity.high };
  const ask = { ...place, modelId, volumeKey: open.volumeKey, window, precision: 'exact', lane: 'background' } as const;
  const empty = { ...target, data: new Uint8Array(target.data.length) };
  let [answer] = needed(await engine.segment({ ...ask, prompts }, { signal })).candidates;
  for (let step = 1; step < steps; step++) {
    const corrected = correctedPrompts(prompts, answer?.mask ?? empty, target);
    if (!corrected) break;
    prompts = corrected;
    [answer] = needed(await engine.segment({ ...ask, prompts, previous: answer?.memory }, { signal })).candidates;
  }
  return answer?.mask ?? empty;
}

/** The value, for the `attempt` around it; what the user cancelled is a fault that is not shown. */
function needed<T>(outcome: Outcome<T>): T {
  if (outcome.state === 'done') return outcome.value;
  if (outcome.state === 'failed') throw new FaultError(outcome.fault.code, outcome.fault);
  throw new FaultError('cancelled');
}
