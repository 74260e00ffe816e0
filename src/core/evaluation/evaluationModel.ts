import type { PromptKind, SlicePrompts, IntensityWindow } from '#core/models/promptable.ts';
import type { SliceImage, SliceMask } from '#core/volume/slice.ts';
import type { Mask, Volume } from '#core/volume/volume.ts';

/** A structure to segment: its name, and the values that are it in the reference. */
export interface EvaluatedOrgan { readonly name: string; readonly values: readonly number[] }

/** A promptable 2D model, wherever it runs. What `encode` gives goes back to `decode` and means nothing to others. */
export interface SliceModel {
  readonly kind: 'slices';
  readonly promptKinds: readonly PromptKind[];
  encode(slice: SliceImage, window: IntensityWindow, signal: AbortSignal): Promise<unknown>;
  decode(encoded: unknown, slice: SliceImage, prompts: SlicePrompts, memory: unknown, signal: AbortSignal): Promise<{ readonly mask: SliceMask; readonly memory: unknown }>;
}

/** A model that segments a volume at once, by itself or by the organs' names. An organ that it does not know is absent from its answer. */
export interface VolumeModel {
  readonly kind: 'volume';
  segment(image: Volume, organs: readonly string[], signal: AbortSignal, progress: (fraction: number) => void): Promise<ReadonlyMap<string, Mask>>;
}

export type EvaluationModel = SliceModel | VolumeModel;
