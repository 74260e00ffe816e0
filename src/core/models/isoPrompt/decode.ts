import { promptChannels } from '#core/models/isoPrompt/channels.ts';
import { strokesOf } from '#core/models/isoPrompt/drawing.ts';
import type { Frame } from '#core/models/isoPrompt/framing.ts';
import { letterbox, resampleInto, tapsBetween } from '#core/models/isoPrompt/framing.ts';
import { answerOf, probabilitiesOnSlice } from '#core/models/isoPrompt/postprocess.ts';
import { regionOf } from '#core/models/isoPrompt/region.ts';
import { CHANNELS, CONTEXT_SIZE, FEATURES, FEATURE_SIZE, REGION } from '#core/models/isoPrompt/sizes.ts';
import type { Embedding, MaskCandidate, SlicePrompts } from '#core/models/promptable.ts';
import type { Session, Tensor } from '#core/models/session.ts';
import type { SliceImage } from '#core/volume/slice.ts';

/** A second run follows where the answer asks for a region this much larger or smaller than the one it was seen in. */
const RESIZED = 1.25;

/**
 * Prompts to one candidate. Clicks without a box are first seen on the whole slice, then again on a region zoomed to
 * the first answer, with that answer as previous mask. Nothing positive and no previous mask gives no candidate.
 * @param previous the `memory` of the candidate that is being corrected: probabilities [1, 1, height, width]
 */
export async function decode(
  decoder: Session, embedding: Embedding, slice: SliceImage, prompts: SlicePrompts, previous?: Tensor,
): Promise<readonly MaskCandidate[]> {
  if (!prompts.box && !previous && strokesOf(prompts, 'positive').length === 0) return [];
  let memory = previous && floats(previous);
  let frame = regionOf(slice, prompts, memory && answerOf(memory, slice, prompts));
  let seen = await look(decoder, embedding, slice, prompts, frame, memory);
  let answer = answerOf(seen.probabilities, slice, prompts);
  const next = regionOf(slice, prompts, answer);
  if (!prompts.box && answer.includes(1) && Math.max(next.sizeMm / frame.sizeMm, frame.sizeMm / next.sizeMm) > RESIZED) {
    frame = next;
    memory = seen.probabilities;
    seen = await look(decoder, embedding, slice, prompts, frame, memory);
    answer = answerOf(seen.probabilities, slice, prompts);
  }
  const { plane, index, width, height, spacingMm } = slice;
  return [{
    mask: { plane, index, width, height, spacingMm, data: answer },
    score: seen.score,
    memory: { type: 'float32', dims: [1, 1, height, width], data: seen.probabilities },
  }];
}

/** One run of the decoder on a region. */
async function look(
  decoder: Session, embedding: Embedding, slice: SliceImage, prompts: SlicePrompts, frame: Frame, previous?: Float32Array,
): Promise<{ probabilities: Float32Array; score: number }> {
  const prompt = promptChannels(floats(embedding.tensors['image']), slice, frame, prompts, previous);
  const { logits, score } = await decoder.run({
    prompt: { type: 'float32', dims: [1, CHANNELS, REGION, REGION], data: prompt },
    context: { type: 'float32', dims: [1, FEATURES, CONTEXT_SIZE, CONTEXT_SIZE], data: contextOf(floats(embedding.tensors['features']), slice, frame) },
  });
  return { probabilities: probabilitiesOnSlice(floats(logits), slice, frame), score: floats(score)[0] };
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
