import { create } from 'zustand';
import type { Plane } from '#core/volume/slice.ts';

/** Dice of one slice; null where both masks are empty there and it has no value. */
export interface SliceScore { readonly index: number; readonly dice: number | null; readonly status: 'accepted' | 'candidate' }

interface AnswerFacts {
  readonly state: 'none' | 'computing' | 'ready' | 'failed';
  /** The slice that the answer is of. */
  readonly plane: Plane;
  readonly index: number;
  /** The model's own estimate for each candidate, best first; undefined where it gives none. */
  readonly scores: readonly (number | undefined)[];
  readonly chosen: number;
  /** Changes whenever other masks are to be painted. */
  readonly revision: number;
  readonly sliceDice: number | null;
  /** Slice Dice before the last change of prompts, for the arrow beside it. */
  readonly previousSliceDice: number | null;
  /** Over accepted slices and the candidate's. */
  readonly volumeDice: number | null;
  readonly strip: readonly SliceScore[];
  readonly decodeMs: number | null;
  readonly encodeMs: number | null;
}

export const NO_ANSWER: AnswerFacts = {
  state: 'none', plane: 'axial', index: 0, scores: [], chosen: 0, revision: 0,
  sliceDice: null, previousSliceDice: null, volumeDice: null, strip: [], decodeMs: null, encodeMs: null,
};

/** What the model answered and how well it agrees with the reference. */
export const answerStore = create<AnswerFacts>()(() => NO_ANSWER);
