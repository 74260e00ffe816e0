import type { ModelManifest } from '#core/models/manifest.ts';
import type { Embedding, MaskCandidate, PromptableModel, SlicePrompts } from '#core/models/promptable.ts';
import { CONVENTIONS } from '#core/models/sam/conventions.ts';
import { maskAbove, onSlice } from '#core/models/sam/postprocess.ts';
import { innerSize, pixels } from '#core/models/sam/preprocess.ts';
import type { SamSettings } from '#core/models/sam/settings.ts';
import { samSettings } from '#core/models/sam/settings.ts';
import { finiteOutput, runWith } from '#core/models/namedTensors.ts';
import type { Session } from '#core/models/session.ts';
import type { SliceImage } from '#core/volume/slice.ts';

/** SAM and its kin, as the manifest's `promptable` says: one code for all, the differences are data. */
export function makeSam(manifest: ModelManifest): PromptableModel {
  const settings = samSettings(manifest);
  const convention = CONVENTIONS[settings.decoder];
  const promptKinds = manifest.promptKinds.filter((kind) => convention.refused[kind] === undefined);
  return {
    promptKinds,
    refusedKinds: convention.refused,
    emulatedKinds: promptKinds.includes('scribble') ? { scribble: convention.scribble } : {},
    prepared: (slice, window) => ({ tensor: pixels(slice, window, settings), step: settings.normalise.kind === 'mean-std' ? 1 / Math.min(...settings.normalise.std) : 1 / 255 }),
    levels: ({ data, dims }, slice) => {
      const [height, width] = dims.slice(-2);
      return onSlice(data as Float32Array, { width, height }, slice, settings);
    },
    encode: async (encoder, slice, window): Promise<Embedding> => {
      const [{ name }] = encoder.inputs;
      const tensors = await runWith(encoder, { [name]: pixels(slice, window, settings) });
      for (const output of Object.keys(tensors)) finiteOutput(tensors, output);
      return { tensors, slice: { width: slice.width, height: slice.height } };
    },
    decode: async (decoder: Session, embedding: Embedding, slice: SliceImage, prompts, previous) => {
      const inner = innerSize(slice, settings);
      const question = { prompts, previous, settings, slice, scale: { width: inner.width / slice.width, height: inner.height / slice.height } };
      const outputs = await runWith(decoder, { ...embedding.tensors, ...convention.feeds(question) });
      const masks = finiteOutput(outputs, convention.masks);
      const scores = finiteOutput(outputs, convention.scores).data;
      const [height, width] = masks.dims.slice(-2);
      const { plane, index, spacingMm } = slice;
      return chosen(scores, isFirst(settings, prompts), settings.answers === 'best-of-others' ? 0 : convention.tokens(question)).map((at): MaskCandidate => {
        const low = masks.data.slice(at * width * height, (at + 1) * width * height);
        return { mask: { plane, index, spacingMm, width: slice.width, height: slice.height, data: maskAbove(onSlice(low, { width, height }, slice, settings)) }, score: scores[at], memory: { type: 'float32', dims: [1, 1, height, width], data: low } };
      });
    },
  };
}

/** Whether the manifest wants the first answer alone for these prompts. */
function isFirst({ answers }: SamSettings, { box }: SlicePrompts): boolean {
  return answers === 'first' || (answers === 'first-for-box' && box !== undefined);
}

/** Which answers to give, the best first. Of four, the first is for prompts that leave no doubt (three tokens or more), the others for those that do. */
function chosen(scores: Float32Array, onlyFirst: boolean, tokens: number): number[] {
  if (onlyFirst || scores.length === 1 || (scores.length === 4 && tokens >= 3)) return [0];
  const among = [...scores.keys()].slice(scores.length === 4 ? 1 : 0);
  return among.sort((a, b) => scores[b] - scores[a]);
}
