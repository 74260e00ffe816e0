import { create } from 'zustand';
import type { CaseDistances } from '#core/errormaps/caseDistances.ts';
import type { Fault } from '#core/faults.ts';

type DistanceFacts =
  | { readonly state: 'none' }
  | { readonly state: 'computing' }
  | { readonly state: 'failed'; readonly fault: Fault }
  /** Of the structure `target` as it was predicted; the codes are in the voxels. */
  | { readonly state: 'ready'; readonly target: number; readonly distances: Omit<CaseDistances, 'codes'> };

/** How far the predicted surface of the target lies from the expert's, while that overlay is shown. */
export const distanceStore = create<{ readonly now: DistanceFacts }>()(() => ({ now: { state: 'none' } }));

export function setDistances(now: DistanceFacts): void {
  distanceStore.setState({ now });
}
