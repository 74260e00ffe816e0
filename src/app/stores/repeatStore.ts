import { create } from 'zustand';
import type { Plane } from '#core/volume/slice.ts';

/** What a stored run's prompts gave when they were asked again on the image on the screen. */
export interface RepeatedResult {
  readonly run: string;
  /** Label value of the structure. */
  readonly target: number;
  /** Over the slices that the run asked. */
  readonly dice: number | null;
  /** Every n-th slice of a plane from the first on. */
  readonly asked: { readonly plane: Plane; readonly everyNth: number };
}

/** The last repetition; null for an image where none was made. */
export const repeatStore = create<{ readonly result: RepeatedResult | null }>()(() => ({ result: null }));

export function setRepeated(result: RepeatedResult | null): void {
  repeatStore.setState({ result });
}
