import { boxReadings, fill } from '#core/models/isoPrompt/boxReadings.ts';
import { promptChannels } from '#core/models/isoPrompt/channels.ts';
import { strokesOf } from '#core/models/isoPrompt/drawing.ts';
import type { Frame } from '#core/models/isoPrompt/framing.ts';
import { letterbox, resampleInto, tapsBetween } from '#core/models/isoPrompt/framing.ts';
import { answerOf, probabilitiesOnSlice } from '#core/models/isoPrompt/postprocess.ts';
import { closeUp, regionOf } from '#core/models/isoPrompt/region.ts';
import { CHANNELS, CONTEXT_SIZE, FEATURES, FEATURE_SIZE, REGION } from '#core/models/isoPrompt/sizes.ts';
import type { Embedding, MaskCandidate, SlicePrompts } from '#core/models/promptable.ts';
import { finiteOutput } from '#core/models/namedTensors.ts';
import type { Session, Tensor } from '#core/models/session.ts';
import type { SliceImage } from '#core/volume/slice.ts';

/** A second run follows where the answer asks for a region this much larger or smaller than the one it was seen in. */
const RESIZED = 1.25;
/** Width of the closer of two first looks at a click, as a share of the slice. */
const CLOSE_UP = 0.3;
/** A box's answer whose own estimate of its IoU is below this is not trusted alone. */
const SURE = 0.85;
/** Two candidates that agree by this Dice are one. */
const SAME = 0.95;

interface Seen { readonly probabilities: Float32Array; readonly answer: Uint8Array; readonly score: number }

/**
 * Prompts to candidates, best first. A first answer to a box is looked at once more, with itself as previous mask;
 * where the model is unsure, the box is also read as its dark and as its bright part, and score and fill decide.
 * Clicks without a box are seen on the whole slice and close up, and each answer again on a region zoomed to it.
 * One to three candidates; nothing positive and no previous mask gives none.
 * @param previous the `memory` of the candidate that is being corrected: probabilities [1, 1, height, width]
 */
export async function decode(
  decoder: Session, embedding: Embedding, slice: SliceImage, prompts: SlicePrompts, previous?: Tensor,
): Promise<readonly MaskCandidate[]> {
  const clicks = strokesOf(prompts, 'positive');
  if (!prompts.box && !previous && clicks.length === 0) return [];
  const memory = previous && floats(previous);
  const frame = regionOf(slice, prompts, memory && answerOf(memory, slice, prompts));
  const found = [await settled(decoder, embedding, slice, prompts, frame, memory)];
  if (!prompts.box && !memory) {
    const closer = await settled(decoder, embedding, slice, prompts, closeUp(slice, clicks[0].path[0], CLOSE_UP));
    found.push(closer);
  }
  const { box } = prompts;
  let worth = (it: Seen) => it.score;
  if (box && !memory && clicks.length === 0) {
    worth = (it) => it.score * fill(it.answer, box, slice.width);
    if (found[0].score < SURE) {
      for (const at of boxReadings(floats(embedding.tensors['image']), slice, box)) {
        found.push(await settled(decoder, embedding, slice, { ...prompts, points: [...prompts.points, { at, polarity: 'positive' }] }, frame));
      }
    }
  }
  found.sort((a, b) => worth(b) - worth(a));
  const distinct = found.filter((it, n) => n === 0 || (it.answer.includes(1) && found.slice(0, n).every((better) => dice(better.answer, it.answer) < SAME)));
  const { plane, index, width, height, spacingMm } = slice;
  return distinct.map(({ answer, probabilities, score }) => ({
    mask: { plane, index, width, height, spacingMm, data: answer },
    score,
    memory: { type: 'float32', dims: [1, 1, height, width], data: probabilities },
  }));
}

/** A look, and a second one where there was no previous answer to a box, or where the answer calls for quite another region. */
async function settled(
  decoder: Session, embedding: Embedding, slice: SliceImage, prompts: SlicePrompts, frame: Frame, previous?: Float32Array,
): Promise<Seen> {
  const first = await look(decoder, embedding, slice, prompts, frame, previous);
  if (!first.answer.includes(1)) return first;
  const next = regionOf(slice, prompts, first.answer);
  const resized = Math.max(next.sizeMm / frame.sizeMm, frame.sizeMm / next.sizeMm) > RESIZED;
  return resized || (prompts.box && !previous) ? look(decoder, embedding, slice, prompts, next, first.probabilities) : first;
}

function dice(a: Uint8Array, b: Uint8Array): number {
  let both = 0, size = 0;
  for (let at = 0; at < a.length; at++) {
    both += a[at] & b[at];
    size += a[at] + b[at];
  }
  return size === 0 ? 1 : (2 * both) / size;
}

/** One run of the decoder on a region. */
async function look(
  decoder: Session, embedding: Embedding, slice: SliceImage, prompts: SlicePrompts, frame: Frame, previous?: Float32Array,
): Promise<Seen> {
  const prompt = promptChannels(floats(embedding.tensors['image']), slice, frame, prompts, previous);
  const outputs = await decoder.run({
    prompt: { type: 'float32', dims: [1, CHANNELS, REGION, REGION], data: prompt },
    context: { type: 'float32', dims: [1, FEATURES, CONTEXT_SIZE, CONTEXT_SIZE], data: contextOf(floats(embedding.tensors['features']), slice, frame) },
  });
  const probabilities = probabilitiesOnSlice(finiteOutput(outputs, 'logits').data, slice, frame);
  return { probabilities, answer: answerOf(probabilities, slice, prompts), score: finiteOutput(outputs, 'score').data[0] };
}

/** The encoder's features under the region, [FEATURES, CONTEXT_SIZE, CONTEXT_SIZE]. */
export function contextOf(features: Float32Array, slice: SliceImage, frame: Frame): Float32Array {
  const between = tapsBetween(letterbox(slice), FEATURE_SIZE, frame, CONTEXT_SIZE);
  const out = new Float32Array(FEATURES * CONTEXT_SIZE * CONTEXT_SIZE);
  for (let f = 0; f < FEATURES; f++) resampleInto(features, f * FEATURE_SIZE * FEATURE_SIZE, FEATURE_SIZE, between, out, f * CONTEXT_SIZE * CONTEXT_SIZE);
  return out;
}

function floats(tensor: Tensor): Float32Array {
  if (tensor.data instanceof Float32Array) return tensor.data;
  throw new TypeError(`iso-prompt speaks float32, came ${tensor.type}`);
}
