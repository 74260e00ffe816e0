import type { IntensityWindow } from '#core/models/promptable.ts';

/** All that an encoder's output depends on. */
export interface EmbeddingIdentity {
  /** SHA-256 of the encoder's bytes. */
  readonly encoderSha256: string;
  readonly precision: string;
  readonly volumeKey: string;
  /** The plane's name; with the index it says which slice. */
  readonly plane: string;
  readonly index: number;
  readonly window: IntensityWindow;
  /** The part of the slice that was encoded; 'full' where nothing was cut away. */
  readonly crop: string;
}

/** The same text for the same embedding, and another for any other. */
export function embeddingKey(it: EmbeddingIdentity): string {
  return [it.encoderSha256, it.precision, it.volumeKey, it.plane, it.index, it.window.low, it.window.high, it.crop].map((part) => encodeURIComponent(part)).join('/');
}
