import type { KnownModel } from '#core/models/known/knownModel.ts';
import { ANY } from '#core/models/known/knownModel.ts';
import { IMAGENET, WINDOWS, metaDecoder, tensor } from '#core/models/known/parts.ts';

/** SAM-Med2D: Meta's names at a frame of 256, stretched by nearest pixels; trained with three answers always. */
export const SAM_MED2D: KnownModel = {
  id: 'sam-med2d',
  title: 'SAM-Med2D, Meta\'s decoder',
  promptKinds: ['point-positive', 'point-negative', 'box', 'scribble', 'previous-mask'],
  encoder: { inputs: [tensor(ANY, 1, 3, 256, 256)], outputs: [tensor('image_embeddings', 1, 256, 16, 16)] },
  decoder: metaDecoder(16, 64),
  settings: {
    frame: 256, lowResolution: 64, windows: WINDOWS, resize: { rule: 'stretch', kernel: 'nearest' }, normalise: IMAGENET,
    decoder: 'meta', answers: 'best-of-others', postprocess: ['frame', 'resize', 'threshold'],
  },
  licence: 'Apache-2.0',
  source: 'https://github.com/OpenGVLab/SAM-Med2D',
};
