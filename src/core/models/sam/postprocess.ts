import type { AxisWeights, PictureSize } from '#core/models/resize/picture.ts';
import { chained, resizedByAxis } from '#core/models/resize/picture.ts';
import { linearWeights } from '#core/models/resize/torchBilinear.ts';
import { innerSize } from '#core/models/sam/preprocess.ts';
import type { SamSettings } from '#core/models/sam/settings.ts';

/** A picture and the resizing and cropping that are due along its axes; steps in a row are one pass over it. */
interface Due { readonly picture: PictureSize & { readonly data: Float32Array }; readonly columns: AxisWeights; readonly rows: AxisWeights }

/** How a slice lies in a model's frame, and the steps back from there. */
export type Framing = Pick<SamSettings, 'postprocess' | 'resize' | 'frame'>;

/** One answer's logits, brought to the slice step by step as the manifest orders; what 'threshold' then cuts, and where. */
export function onSlice(logits: Float32Array, side: PictureSize, slice: PictureSize, settings: Framing): { readonly data: Float32Array; readonly threshold: number } {
  let due = untouched({ ...side, data: logits });
  let threshold = 0;
  for (const step of settings.postprocess) {
    if (step === 'frame') due = enlarged(due, { width: settings.frame, height: settings.frame });
    if (step === 'resize') due = enlarged(due, slice);
    if (step === 'sigmoid') {
      const { width, height, data } = done(due);
      due = untouched({ width, height, data: data.map((value) => 1 / (1 + Math.exp(-value))) });
      threshold = 0.5;
    }
    // Where the frame was not restored, its padding takes the same share of the logits.
    if (step === 'crop') {
      const inner = innerSize(slice, settings), now = sizeOf(due);
      due = { ...due, columns: cropped(due.columns, Math.round((inner.width * now.width) / settings.frame)), rows: cropped(due.rows, Math.round((inner.height * now.height) / settings.frame)) };
    }
  }
  return { data: done(due).data, threshold };
}

function untouched(picture: Due['picture']): Due {
  return { picture, columns: linearWeights(picture.width, picture.width), rows: linearWeights(picture.height, picture.height) };
}

function sizeOf({ columns, rows }: Due): PictureSize {
  return { width: columns.first.length, height: rows.first.length };
}

function enlarged(due: Due, to: PictureSize): Due {
  const { width, height } = sizeOf(due);
  return { ...due, columns: chained(due.columns, linearWeights(width, to.width)), rows: chained(due.rows, linearWeights(height, to.height)) };
}

function cropped({ first, weights }: AxisWeights, length: number): AxisWeights {
  return { first: first.slice(0, length), weights: weights.slice(0, length) };
}

function done({ picture, columns, rows }: Due): Due['picture'] {
  const { width, height, data } = resizedByAxis(picture, columns, rows);
  return { width, height, data: new Float32Array(data) };
}

/** Pixels above the threshold. */
export function maskAbove({ data, threshold }: ReturnType<typeof onSlice>): Uint8Array {
  // A loop: from() with a function takes ten times as long.
  const mask = new Uint8Array(data.length);
  for (let pixel = 0; pixel < mask.length; pixel++) if (data[pixel] > threshold) mask[pixel] = 1;
  return mask;
}
