import type { PictureSize } from '#core/models/resize/picture.ts';
import { torchBilinear } from '#core/models/resize/torchBilinear.ts';
import { innerSize } from '#core/models/sam/preprocess.ts';
import type { SamSettings } from '#core/models/sam/settings.ts';

/** One answer's logits, brought to the slice step by step as the manifest orders; what 'threshold' then cuts, and where. */
export function onSlice(logits: Float32Array, side: PictureSize, slice: PictureSize, settings: SamSettings): { readonly data: Float32Array; readonly threshold: number } {
  let picture: { width: number; height: number; data: Float32Array } = { ...side, data: logits };
  let threshold = 0;
  for (const step of settings.postprocess) {
    if (step === 'frame') picture = enlarged(picture, { width: settings.frame, height: settings.frame });
    if (step === 'resize') picture = enlarged(picture, slice);
    if (step === 'sigmoid') {
      picture = { ...picture, data: picture.data.map((value) => 1 / (1 + Math.exp(-value))) };
      threshold = 0.5;
    }
    // Where the frame was not restored, its padding takes the same share of the logits.
    if (step === 'crop') {
      const inner = innerSize(slice, settings);
      picture = cropped(picture, { width: Math.round((inner.width * picture.width) / settings.frame), height: Math.round((inner.height * picture.height) / settings.frame) });
    }
  }
  return { data: picture.data, threshold };
}

function enlarged(picture: { width: number; height: number; data: Float32Array }, to: PictureSize) {
  return { ...to, data: Float32Array.from(torchBilinear(picture, to).data) };
}

function cropped({ width, data }: { width: number; data: Float32Array }, to: PictureSize) {
  const out = new Float32Array(to.width * to.height);
  for (let v = 0; v < to.height; v++) out.set(data.subarray(v * width, v * width + to.width), v * to.width);
  return { ...to, data: out };
}
