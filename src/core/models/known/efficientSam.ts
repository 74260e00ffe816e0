import type { KnownModel } from '#core/models/known/knownModel.ts';
import { WINDOWS, tensor } from '#core/models/known/parts.ts';

/** EfficientSAM: resizing, mean and deviation lie in its graphs; at most six points and no negative ones. */
export const EFFICIENT_SAM: KnownModel = {
  id: 'efficientsam',
  title: 'EfficientSAM',
  promptKinds: ['point-positive', 'box', 'scribble'],
  encoder: { inputs: [tensor('batched_images', 'b', 3, 'h', 'w')], outputs: [tensor('image_embeddings', 'b', 256, 64, 64)] },
  decoder: {
    inputs: [tensor('image_embeddings', 'b', 256, 64, 64), tensor('batched_point_coords', 'b', 'q', 'n', 2), tensor('batched_point_labels', 'b', 'q', 'n'), tensor('orig_im_size', 2)],
    outputs: [tensor('output_masks', 'b', 'q', 'k', 'h', 'w'), tensor('iou_predictions', 'b', 'q', 'k')],
  },
  settings: {
    frame: 1024, lowResolution: 256, windows: WINDOWS, resize: { rule: 'none' }, normalise: { kind: 'unit' },
    decoder: 'efficientsam', answers: 'several', postprocess: ['threshold'], mostPoints: 6,
  },
  licence: 'Apache-2.0',
  source: 'https://github.com/yformer/EfficientSAM',
};
