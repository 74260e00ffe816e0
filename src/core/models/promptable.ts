import type { SliceImage, SliceMask } from '#core/volume/slice.ts';
import type { SlicePoint } from '#core/volume/grid.ts';
import type { Polarity, SliceBox } from '#core/prompts/prompt.ts';
import type { Session, Tensor } from '#core/models/session.ts';

/** The model's own intensity window (never the display's). */
export interface IntensityWindow { readonly low: number; readonly high: number }

/** Prompts on one slice, in slice pixels (radiological frame of core/volume/slice.ts). */
export interface SlicePrompts {
  readonly points: readonly { readonly at: SlicePoint; readonly polarity: Polarity }[];
  readonly box?: SliceBox;
  readonly scribbles: readonly { readonly path: readonly SlicePoint[]; readonly radiusPx: number; readonly polarity: Polarity }[];
}

export type { Polarity, SliceBox };

/** What an encoder left behind for its decoder: named tensors and the frame they are in. Lives in the worker only. */
export interface Embedding {
  readonly tensors: Readonly<Record<string, Tensor>>;
  /** The slice as preprocessed, where a decoder needs it; family-specific. */
  readonly slice: { readonly width: number; readonly height: number };
}

/** One answer of a decoder; a model with several gives them best first. */
export interface MaskCandidate {
  readonly mask: SliceMask;
  /** The model's own estimate of its IoU, where it gives one. */
  readonly score?: number;
  /** Fed back as `previous` on the next prompt; in the family's own frame. */
  readonly memory: Tensor;
}

/** A promptable 2D model: two graphs, so that a click costs only the second, or one. */
export interface PromptableModel {
  /** The model has the graph 'encoder' alone: `encode` prepares the picture, and `decode` gets that graph's session. */
  readonly hasOneGraph?: true;
  readonly promptKinds: readonly PromptKind[];
  /** Kinds that this export cannot take, with the reason for the screen. */
  readonly refusedKinds?: Partial<Readonly<Record<PromptKind, string>>>;
  /** Kinds that are told to the model by others, with how. */
  readonly emulatedKinds?: Partial<Readonly<Record<PromptKind, string>>>;
  encode(encoder: Session, slice: SliceImage, window: IntensityWindow): Promise<Embedding>;
  decode(decoder: Session, embedding: Embedding, slice: SliceImage, prompts: SlicePrompts, previous?: Tensor): Promise<readonly MaskCandidate[]>;
  /** The picture that the encoder gets, and how far one 8-bit step of grey moves it; for checks against a reference. */
  prepared?(slice: SliceImage, window: IntensityWindow): { readonly tensor: Tensor; readonly step: number };
  /** A candidate's memory as levels on the slice, row-major, on above the threshold; families whose memory already is the slice have none. */
  levels?(memory: Tensor, slice: SliceImage): { readonly data: Float32Array; readonly threshold: number };
}

export type PromptKind = 'point-positive' | 'point-negative' | 'box' | 'scribble' | 'text' | 'previous-mask';
