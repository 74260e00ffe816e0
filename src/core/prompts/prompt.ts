import type { SlicePoint } from '#core/volume/grid.ts';
import type { Plane } from '#core/volume/slice.ts';

/** Whether a prompt says "this belongs" or "this does not". */
export type Polarity = 'positive' | 'negative';

/** Inclusive pixel bounds: covers pixel centres uMin..uMax × vMin..vMax. */
export interface SliceBox { readonly uMin: number; readonly vMin: number; readonly uMax: number; readonly vMax: number }

/** A hidden prompt stays in the list but is not given to the model. */
export type PromptVisibility = 'shown' | 'hidden';

interface Identified {
  /** Unique within a board; given by `add` of promptEdits.ts. */
  readonly id: string;
  readonly visibility: PromptVisibility;
}

interface OnSlice extends Identified {
  readonly plane: Plane;
  /** Slice index along the plane's normal, in the canonical array. */
  readonly index: number;
}

/** A click, in slice pixels of the radiological frame. */
export interface PointPrompt extends OnSlice { readonly kind: 'point'; readonly at: SlicePoint; readonly polarity: Polarity }

export interface BoxPrompt extends OnSlice { readonly kind: 'box'; readonly box: SliceBox }

/** A brush stroke: a path of slice points painted with a disc of this radius. */
export interface ScribblePrompt extends OnSlice {
  readonly kind: 'scribble';
  readonly path: readonly SlicePoint[];
  readonly radiusPx: number;
  readonly polarity: Polarity;
}

/** A structure asked for by name; it speaks of the whole volume, so it has no slice. */
export interface TextPrompt extends Identified { readonly kind: 'text'; readonly text: string }

/** What a user asked of a model, as an object that can be seen, moved, hidden and taken back. */
export type Prompt = PointPrompt | BoxPrompt | ScribblePrompt | TextPrompt;

export type SlicedPrompt = Exclude<Prompt, TextPrompt>;

/** A prompt before it has an id and a visibility. */
export type PromptDraft = DraftOf<PointPrompt> | DraftOf<BoxPrompt> | DraftOf<ScribblePrompt> | DraftOf<TextPrompt>;

type DraftOf<P extends Prompt> = Omit<P, 'id' | 'visibility'>;

export function isOnSlice(prompt: Prompt, plane: Plane, index: number): prompt is SlicedPrompt {
  return prompt.kind !== 'text' && prompt.plane === plane && prompt.index === index;
}

/** The box of two corners in any order, with whole-pixel inclusive bounds; null when it covers less than two pixels either way. */
export function boxBetween(a: SlicePoint, b: SlicePoint): SliceBox | null {
  const box = {
    uMin: Math.round(Math.min(a.u, b.u)), vMin: Math.round(Math.min(a.v, b.v)),
    uMax: Math.round(Math.max(a.u, b.u)), vMax: Math.round(Math.max(a.v, b.v)),
  };
  return box.uMax > box.uMin && box.vMax > box.vMin ? box : null;
}
