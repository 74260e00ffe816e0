import type { KnownTensor } from '#core/models/known/knownModel.ts';
import type { SamSettings } from '#core/models/sam/settings.ts';

const tensor = (name: string, ...dims: (number | string)[]): KnownTensor => ({ name, dims });

/** Tissue window on CT and robust percentiles elsewhere: what MedSAM's authors prepare with; SAM itself was trained on photographs. */
export const WINDOWS: SamSettings['windows'] = { CT: { low: -160, high: 240 }, MR: { percentiles: [0.5, 99.5] } };

export const IMAGENET: SamSettings['normalise'] = { kind: 'mean-std', mean: [123.675, 116.28, 103.53], std: [58.395, 57.12, 57.375] };

export const PAD_AFTER: SamSettings['pad'] = { side: 'bottom-right', value: 0, when: 'after-normalise' };

/** Meta's decoder: embeddings of `grid`², answers of `low`². */
export function metaDecoder(grid: number, low: number) {
  return {
    inputs: [tensor('image_embeddings', 1, 256, grid, grid), tensor('point_coords', 1, 'n', 2), tensor('point_labels', 1, 'n'), tensor('mask_input', 1, 1, low, low), tensor('has_mask_input', 1)],
    outputs: [tensor('iou_predictions', 1, 'k'), tensor('low_res_masks', 1, 'k', low, low)],
  };
}

/** The three levels that SAM 2's encoder leaves. */
export function sam2Levels(names: readonly [string, string, string]) {
  const [high, middle, low] = names;
  return [tensor(high, 1, 32, 256, 256), tensor(middle, 1, 64, 128, 128), tensor(low, 1, 256, 64, 64)];
}

export { tensor };
