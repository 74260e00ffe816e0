import type { KnownModel } from '#core/models/known/knownModel.ts';
import { IMAGENET, WINDOWS, sam2Levels, tensor } from '#core/models/known/parts.ts';
import type { SamSettings } from '#core/models/sam/settings.ts';

const settings: Omit<SamSettings, 'decoder'> = {
  frame: 1024, lowResolution: 256, windows: WINDOWS, resize: { rule: 'stretch', kernel: 'torch-bilinear-antialias' }, normalise: IMAGENET,
  answers: 'several', postprocess: ['resize', 'threshold'],
};

const samexporter = sam2Levels(['high_res_feats_0', 'high_res_feats_1', 'image_embed']);

/** SAM 2 and 2.1 as samexporter writes them. */
export const SAM2_SAMEXPORTER: KnownModel = {
  id: 'sam2-samexporter',
  title: 'SAM 2 or 2.1 as samexporter has it',
  promptKinds: ['point-positive', 'point-negative', 'box', 'scribble', 'previous-mask'],
  encoder: { inputs: [tensor('image', 1, 3, 1024, 1024)], outputs: samexporter },
  decoder: {
    inputs: [...samexporter, tensor('point_coords', 'l', 'n', 2), tensor('point_labels', 'l', 'n'), tensor('mask_input', 'l', 1, 256, 256), tensor('has_mask_input', 'l')],
    outputs: [tensor('masks', 'l', 'k', 256, 256), tensor('iou_predictions', 'l', 'k')],
  },
  settings: { ...settings, decoder: 'samexporter-sam2' },
  licence: 'Apache-2.0',
  source: 'https://github.com/vietanhdev/samexporter',
};

const community = sam2Levels(['image_embeddings.0', 'image_embeddings.1', 'image_embeddings.2']);

/** SAM 2 and 2.1 as transformers.js reads them. */
export const SAM2_COMMUNITY: KnownModel = {
  id: 'sam2-onnx-community',
  title: 'SAM 2 or 2.1 as transformers.js has it',
  promptKinds: ['point-positive', 'point-negative', 'box', 'scribble'],
  encoder: { inputs: [tensor('pixel_values', 'b', 3, 1024, 1024)], outputs: community },
  decoder: {
    inputs: [...community, tensor('input_points', 'b', 'p', 'n', 2), tensor('input_labels', 'b', 'p', 'n'), tensor('input_boxes', 'b', 'm', 4)],
    outputs: [tensor('iou_scores', 'b', 'p', 3), tensor('pred_masks', 'b', 'p', 3, 256, 256)],
  },
  settings: { ...settings, decoder: 'onnx-community-sam2' },
  licence: 'Apache-2.0',
  source: 'https://huggingface.co/onnx-community',
};
