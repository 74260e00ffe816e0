import type { MaskCandidate } from '#core/models/promptable.ts';
import type { Tensor } from '#core/models/session.ts';
import type { SliceMask } from '#core/volume/slice.ts';

/**
 * The arrays that the viewer paints from, in one place because no store may hold them. The stores hold ids and
 * revisions that change when these change.
 */
export interface Voxels {
  /** The image as NIfTI in canonical order. */
  bytes: ArrayBuffer | null;
  /** Codes of caseStore's structures on the image's canonical grid. */
  reference: Uint8Array | null;
  prediction: Uint8Array | null;
  /** Codes of the target's surface distances (core/errormaps/caseDistances.ts), while they are shown. */
  distances: Uint8Array | null;
  /** Codes of groupMapStore's map on the target's surface, while it is shown. */
  groupMap: Uint8Array | null;
  candidates: readonly MaskCandidate[];
  hover: SliceMask | null;
  /** What the model remembers of its answer to a list of prompts on the answer's slice, for the next refinement. */
  readonly memories: Map<string, Tensor>;
}

export function makeVoxels(): Voxels {
  return { bytes: null, reference: null, prediction: null, distances: null, groupMap: null, candidates: [], hover: null, memories: new Map() };
}
