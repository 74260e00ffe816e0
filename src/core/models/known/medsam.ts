import type { KnownModel } from '#core/models/known/knownModel.ts';
import { SAM } from '#core/models/known/sam.ts';
import { PAD_AFTER, WINDOWS, metaDecoder, tensor } from '#core/models/known/parts.ts';
import { ANY } from '#core/models/known/knownModel.ts';
import { SAM_TRANSFORMERS } from '#core/models/known/samTransformers.ts';

/** MedSAM: SAM ViT-B's graphs with another preparation, and boxes only. */
export const MEDSAM: KnownModel = {
  ...SAM,
  id: 'medsam',
  title: 'MedSAM, Meta\'s decoder',
  promptKinds: ['box'],
  settings: {
    frame: 1024, lowResolution: 256, windows: WINDOWS, resize: { rule: 'stretch', kernel: 'spline3', fractions: 'truncate' }, normalise: { kind: 'min-max' },
    decoder: 'meta', answers: 'first', postprocess: ['sigmoid', 'resize', 'threshold'],
  },
  source: 'https://github.com/bowang-lab/MedSAM',
};

/** MedSAM in transformers.js's split takes clicks, which it was not trained with, and no box. */
export const MEDSAM_TRANSFORMERS: KnownModel = {
  ...SAM_TRANSFORMERS,
  id: 'medsam-transformers',
  title: 'MedSAM as transformers.js has it (clicks only; MedSAM was trained with boxes)',
  settings: { ...MEDSAM.settings, decoder: 'transformers', answers: 'several' },
  source: 'https://huggingface.co/Xenova/medsam-vit-base',
};

/** LiteMedSAM: a frame of 256 whose answer is of the frame's own size. */
export const LITE_MEDSAM: KnownModel = {
  id: 'lite-medsam',
  title: 'LiteMedSAM, Meta\'s decoder',
  promptKinds: ['box'],
  encoder: { inputs: [tensor(ANY, 1, 3, 256, 256)], outputs: [tensor('image_embeddings', 1, 256, 64, 64)] },
  decoder: metaDecoder(64, 256),
  settings: {
    frame: 256, lowResolution: 256, windows: WINDOWS, resize: { rule: 'longest-side', kernel: 'cv-area' }, normalise: { kind: 'min-max' }, pad: PAD_AFTER,
    decoder: 'meta', corners: 'whole-by-longest-side', answers: 'first', postprocess: ['crop', 'resize', 'sigmoid', 'threshold'],
  },
  licence: 'Apache-2.0',
  source: 'https://github.com/bowang-lab/MedSAM/tree/LiteMedSAM',
};
