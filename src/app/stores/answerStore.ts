import { create } from 'zustand';
import type { Plane } from '#core/volume/slice.ts';
import type { SegmentTimings } from '#engine/protocol/modelCalls.ts';
import type { Agreement } from '#engine/protocol/volumeCalls.ts';

interface AnswerFacts {
  readonly state: 'none' | 'computing' | 'ready' | 'failed';
  /** The slice that the answer is of. */
  readonly plane: Plane;
  readonly index: number;
  /** The model's own estimate for each candidate, best first; null where it gives none. */
  readonly scores: readonly (number | null)[];
  readonly chosen: number;
  /** Changes whenever another candidate, hover mask, reference or prediction is to be painted. */
  readonly revision: number;
  readonly timings: SegmentTimings | null;
}

/** What the model answered last. */
export const answerStore = create<AnswerFacts>()(() => ({
  state: 'none', plane: 'axial', index: 0, scores: [], chosen: 0, revision: 0, timings: null,
}));

interface AgreementFacts {
  /** Of the candidate, or of the prediction's slice where there is no candidate; null without a reference. */
  readonly slice: Agreement | null;
  /** Slice Dice before the last change of prompts, for the arrow beside it. */
  readonly previousDice: number | null;
  /** Over the accepted slices and the candidate's. */
  readonly accepted: Agreement | null;
  readonly volume: Agreement | null;
  /** Every slice of `profilePlane`. */
  readonly profile: readonly Agreement[];
  readonly profilePlane: Plane;
}

export const NO_AGREEMENT: AgreementFacts = { slice: null, previousDice: null, accepted: null, volume: null, profile: [], profilePlane: 'axial' };

/** How well the masks agree with the reference. */
export const agreementStore = create<AgreementFacts>()(() => NO_AGREEMENT);

/** Says that other voxels are to be painted. */
export function repaint(): void {
  answerStore.setState(({ revision }) => ({ revision: revision + 1 }));
}
