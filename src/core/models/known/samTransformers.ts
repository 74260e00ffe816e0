import type { KnownModel } from '#core/models/known/knownModel.ts';
import { IMAGENET, PAD_AFTER, WINDOWS, tensor } from '#core/models/known/parts.ts';

const levels = [tensor('image_embeddings', 1, 256, 64, 64), tensor('image_positional_embeddings', 1, 256, 64, 64)];

/** SAM and SlimSAM as transformers.js splits them: clicks only. */
export const SAM_TRANSFORMERS: KnownModel = {
  id: 'sam-transformers',
  title: 'SAM or SlimSAM as transformers.js has it',
  promptKinds: ['point-positive', 'point-negative', 'scribble'],
  encoder: { inputs: [tensor('pixel_values', 'b', 3, 1024, 1024)], outputs: levels },
  decoder: {
    inputs: [...levels, tensor('input_points', 'b', 'p', 'n', 2), tensor('input_labels', 'b', 'p', 'n')],
    outputs: [tensor('iou_scores', 'b', 'p', 3), tensor('pred_masks', 'b', 'p', 3, 256, 256)],
  },
  settings: {
    frame: 1024, lowResolution: 256, windows: WINDOWS, resize: { rule: 'longest-side', kernel: 'pil-bilinear' }, normalise: IMAGENET, pad: PAD_AFTER,
    decoder: 'transformers', answers: 'several', postprocess: ['frame', 'crop', 'resize', 'threshold'],
  },
  licence: 'Apache-2.0',
  source: 'https://huggingface.co/Xenova/slimsam-77-uniform',
};
