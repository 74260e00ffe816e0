import type { EvaluatedOrgan, SliceModel } from '#core/evaluation/evaluationModel.ts';
import { modelWindow } from '#core/evaluation/modelWindow.ts';
import { NO_PROMPTS, tightBox } from '#core/evaluation/promptProtocols.ts';
import type { SliceProtocol } from '#core/evaluation/protocolSpec.ts';
import { stepsOf } from '#core/evaluation/protocolSpec.ts';
import { correctedPrompts, firstPrompts } from '#core/evaluation/slicePrompter.ts';
import type { IntensityWindow, SlicePrompts } from '#core/models/promptable.ts';
import { makeRandom } from '#core/num/random.ts';
import { voxelCount } from '#core/volume/grid.ts';
import { maskOf } from '#core/volume/labelMap.ts';
import { sliceCount, sliceImage, writeSlice } from '#core/volume/slice.ts';
import type { Plane, SliceMask } from '#core/volume/slice.ts';
import type { LabelMap, Mask, Volume } from '#core/volume/volume.ts';

export interface SliceTask {
  readonly image: Volume;
  readonly reference: LabelMap;
  readonly organs: readonly EvaluatedOrgan[];
  readonly model: SliceModel;
  readonly protocol: SliceProtocol;
  /** Names the case and run, so that a repetition draws the same numbers. */
  readonly seed: string;
}

/**
 * Asks a 2D model slice by slice. One mask an organ and step: a protocol of n clicks has n steps (the mask after each
 * click), every other one has one. Slices that are not asked are empty.
 */
export async function askSlices(task: SliceTask, signal: AbortSignal, progress: (fraction: number) => void): Promise<ReadonlyMap<string, readonly Mask[]>> {
  const { image, organs, protocol } = task;
  const steps = stepsOf(protocol);
  const answers = new Map(organs.map(({ name }) => [name, Array.from({ length: steps }, (): Mask => ({ grid: image.grid, data: new Uint8Array(voxelCount(image.grid)) }))]));
  const targets = organs.map((organ) => ({ organ, mask: maskOf(task.reference, organ.values), window: windowOf(task, organ.name) }));
  const count = sliceCount(image.grid, protocol.plane);
  const asker = makeAsker(task, signal);
  const write = (organ: string, masks: readonly SliceMask[]) => masks.forEach((mask, step) => writeSlice(image.grid, answers.get(organ)?.[step].data ?? new Uint8Array(0), mask));

  if (protocol.way === 'propagated') {
    for (const [n, { organ, mask, window }] of targets.entries()) {
      await propagate(task, asker, organ.name, mask, window, write);
      progress((n + 1) / targets.length);
    }
    return answers;
  }
  for (let index = 0; index < count; index += protocol.everyNth) {
    for (const { organ, mask, window } of targets) {
      const target = sliceOf(mask, protocol.plane, index);
      const first = firstPrompts(target, protocol, makeRandom(`${task.seed}/${organ.name}/${index}`));
      if (first) write(organ.name, await asker(index, window, first, target));
    }
    progress(Math.min(1, (index + protocol.everyNth) / count));
  }
  return answers;
}

type Asker = (index: number, window: IntensityWindow, prompts: SlicePrompts, target: SliceMask) => Promise<readonly SliceMask[]>;

/** Answers prompts on a slice; the last embeddings are kept, since organs of one window share a slice's. */
function makeAsker({ image, model, protocol }: SliceTask, signal: AbortSignal): Asker {
  const kept = new Map<string, unknown>();
  return async (index, window, first, target) => {
    signal.throwIfAborted();
    const slice = sliceImage(image.grid, image.data, protocol.plane, index);
    const key = `${index}/${window.low}/${window.high}`;
    if (!kept.has(key)) {
      kept.set(key, await model.encode(slice, window, signal));
      for (const oldest of kept.keys()) if (kept.size > 2) kept.delete(oldest);
    }
    const steps = stepsOf(protocol);
    let prompts = first;
    let answer = await model.decode(kept.get(key), slice, prompts, undefined, signal);
    const masks = [answer.mask];
    while (masks.length < steps) {
      const corrected = correctedPrompts(prompts, answer.mask, target);
      if (corrected) {
        prompts = corrected;
        answer = await model.decode(kept.get(key), slice, prompts, answer.memory, signal);
      }
      masks.push(answer.mask);
    }
    return masks;
  };
}

/** From the middle of the organ's slices outward, each box that of the last mask with the margin; an empty mask ends that way. */
async function propagate({ protocol, seed }: SliceTask, ask: Asker, organ: string, mask: Mask, window: IntensityWindow, write: (organ: string, masks: readonly SliceMask[]) => void): Promise<void> {
  const indices = Array.from({ length: Math.ceil(sliceCount(mask.grid, protocol.plane) / protocol.everyNth) }, (_, n) => n * protocol.everyNth)
    .filter((index) => sliceOf(mask, protocol.plane, index).data.includes(1));
  if (indices.length === 0) return;
  const middle = Math.floor(indices.length / 2);
  const target = (n: number) => sliceOf(mask, protocol.plane, indices[n]);
  const first = firstPrompts(target(middle), protocol, makeRandom(`${seed}/${organ}/${indices[middle]}`));
  if (!first) return;
  const start = await ask(indices[middle], window, first, target(middle));
  write(organ, start);
  const margin = protocol.kind === 'box' ? protocol.marginPx : 1;
  for (const step of [1, -1]) {
    let last = start[start.length - 1];
    for (let n = middle + step; n >= 0 && n < indices.length; n += step) {
      const box = tightBox(last, margin);
      if (!box) break;
      const masks = await ask(indices[n], window, { ...NO_PROMPTS, box }, target(n));
      write(organ, masks);
      last = masks[masks.length - 1];
    }
  }
}

function sliceOf(mask: Mask, plane: Plane, index: number): SliceMask {
  const { data, ...geometry } = sliceImage(mask.grid, mask.data, plane, index);
  return { ...geometry, data: Uint8Array.from(data) };
}

const windows = new WeakMap<Volume, Map<boolean, IntensityWindow>>();

/** Percentiles of a volume take a moment; organs share them, on MR all do. */
function windowOf({ image }: SliceTask, organ: string): IntensityWindow {
  const isLung = image.modality === 'CT' && /lung/.test(organ);
  const known = windows.get(image) ?? new Map<boolean, IntensityWindow>();
  windows.set(image, known);
  const window = known.get(isLung) ?? modelWindow(image, organ);
  known.set(isLung, window);
  return window;
}
