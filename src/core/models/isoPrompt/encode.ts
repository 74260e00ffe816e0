import { canvasOf, windowed } from '#core/models/isoPrompt/preprocess.ts';
import { CANVAS } from '#core/models/isoPrompt/sizes.ts';
import type { Embedding, IntensityWindow } from '#core/models/promptable.ts';
import type { Session } from '#core/models/session.ts';
import type { SliceImage } from '#core/volume/slice.ts';

/** Runs the encoder once for a slice. The embedding holds its `features` and the windowed slice as `image`. */
export async function encode(encoder: Session, slice: SliceImage, window: IntensityWindow): Promise<Embedding> {
  const unit = windowed(slice, window);
  const { features } = await encoder.run({ image: { type: 'float32', dims: [1, 1, CANVAS, CANVAS], data: canvasOf(unit, slice) } });
  const image = { type: 'float32', dims: [1, 1, slice.height, slice.width], data: unit } as const;
  return { tensors: { features, image }, slice: { width: slice.width, height: slice.height } };
}
