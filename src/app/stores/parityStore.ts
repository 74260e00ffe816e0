import { create } from 'zustand';
import type { ParityRecord } from '#storage/records.ts';

interface ParityFacts {
  /** The latest check of the loaded model on its device; null where there was none. */
  readonly record: ParityRecord | null;
  /** A check under way: figures known, of how many. */
  readonly running: { readonly done: number; readonly total: number } | null;
}

/** How the loaded model agrees with its recorded answers on this device. */
export const parityStore = create<ParityFacts>()(() => ({ record: null, running: null }));
