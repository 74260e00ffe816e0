import type { IntensityWindow, SlicePrompts } from '#core/models/promptable.ts';
import type { SliceImage, SliceMask } from '#core/volume/slice.ts';
import type { OpenScan } from './scans.ts';

/** One answer of a model; `memory` goes back with the next prompt and means nothing to others. */
export interface Answer { readonly mask: SliceMask; readonly memory: unknown; readonly decodeMs: number }

/** A model behind some runtime: in the browser through the product's engine, or in Node. */
export interface Segmenter {
  readonly device: string;
  open(scan: OpenScan): Promise<void>;
  /** Encodes a slice; the answers that follow are about it. Returns milliseconds. */
  encode(image: SliceImage, window: IntensityWindow): Promise<number>;
  answer(prompts: SlicePrompts, memory?: unknown): Promise<Answer>;
  close(): Promise<void>;
}

/** A mask with nothing in it, for a model that gave no candidate. */
export function emptyMask({ plane, index, width, height, spacingMm }: SliceImage): SliceMask {
  return { plane, index, width, height, spacingMm, data: new Uint8Array(width * height) };
}
