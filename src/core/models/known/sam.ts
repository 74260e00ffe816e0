import type { KnownModel } from '#core/models/known/knownModel.ts';
import { ANY } from '#core/models/known/knownModel.ts';
import { IMAGENET, PAD_AFTER, WINDOWS, metaDecoder, tensor } from '#core/models/known/parts.ts';

/** SAM ViT-B, L and H and MobileSAM, which differ in the encoder's inside only, with Meta's decoder. */
export const SAM: KnownModel = {
  id: 'sam',
  title: 'SAM (ViT-B, L, H) or MobileSAM, Meta\'s decoder',
  promptKinds: ['point-positive', 'point-negative', 'box', 'scribble', 'previous-mask'],
  encoder: { inputs: [tensor(ANY, 1, 3, 1024, 1024)], outputs: [tensor('image_embeddings', 1, 256, 64, 64)] },
  decoder: metaDecoder(64, 256),
  settings: {
    frame: 1024, lowResolution: 256, windows: WINDOWS, resize: { rule: 'longest-side', kernel: 'pil-bilinear' }, normalise: IMAGENET, pad: PAD_AFTER,
    decoder: 'meta', answers: 'several', postprocess: ['frame', 'crop', 'resize', 'threshold'],
  },
  licence: 'Apache-2.0',
  source: 'https://github.com/facebookresearch/segment-anything',
};
