import type { ModelManifest } from '#core/models/manifest.ts';
import { graphOf } from '#core/models/manifest.ts';
import type { IntensityWindow, MaskCandidate, PromptableModel } from '#core/models/promptable.ts';
import type { Framing } from '#core/models/sam/postprocess.ts';
import { maskAbove, onSlice } from '#core/models/sam/postprocess.ts';
import { finiteOutput, runWith } from '#core/models/namedTensors.ts';
import { CHANNELS, frameOf, networkInput, picture } from '#core/models/scribblePrompt/channels.ts';
import type { Tensor } from '#core/models/session.ts';
import type { SliceImage } from '#core/volume/slice.ts';

/**
 * ScribblePrompt's U-Net (Wong et al., ECCV 2024): one graph that takes the picture with a map of the box, of positive
 * and of negative strokes and clicks, and the logits of the answer before, [1, 5, n, n], and gives logits [1, 1, n, n].
 */
export function makeScribblePrompt(manifest: ModelManifest): PromptableModel {
  const frame = frameOf(graphOf(manifest, 'encoder'));
  // Probabilities are brought to the slice, not logits, as the authors' demonstration does.
  const settings: Framing = { frame, resize: { rule: 'stretch', kernel: 'torch-bilinear' }, postprocess: ['sigmoid', 'resize', 'threshold'] };
  const levels = (logits: Float32Array, slice: SliceImage) => onSlice(logits, { width: frame, height: frame }, slice, settings);
  const prepared = (slice: SliceImage, window: IntensityWindow): Tensor => ({ type: 'float32', dims: [1, 1, frame, frame], data: picture(slice, window, frame) });
  return {
    hasOneGraph: true,
    promptKinds: ['point-positive', 'point-negative', 'box', 'scribble', 'previous-mask'],
    prepared: (slice, window) => ({ tensor: prepared(slice, window), step: 1 / 255 }),
    levels: ({ data }, slice) => levels(data as Float32Array, slice),
    encode: (_, slice, window) => Promise.resolve({ tensors: { image: prepared(slice, window) }, slice: { width: slice.width, height: slice.height } }),
    async decode(network, { tensors }, slice, prompts, previous) {
      const given: Tensor = { type: 'float32', dims: [1, CHANNELS, frame, frame], data: networkInput(finiteOutput(tensors, 'image').data, slice, prompts, frame, previous && finiteOutput({ previous }, 'previous').data) };
      const [{ name }] = network.inputs, [{ name: answer }] = network.outputs;
      const logits = Float32Array.from(finiteOutput(await runWith(network, { [name]: given }), answer).data);
      const { plane, index, spacingMm, width, height } = slice;
      const mask = maskAbove(levels(logits, slice));
      return [{ mask: { plane, index, spacingMm, width, height, data: mask }, memory: { type: 'float32', dims: [1, 1, frame, frame], data: logits } } satisfies MaskCandidate];
    },
  };
}
