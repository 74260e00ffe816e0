import type { RepeatedResult } from '#app/stores/repeatStore.ts';
import type { Plane } from '#core/volume/slice.ts';
import type { Agreement } from '#engine/protocol/volumeCalls.ts';

/** Indices of the slices whose Dice counts: those with a prediction, and those that were asked and missed wholly. */
export function countedSlices(slices: readonly Agreement[], plane: Plane, asked: RepeatedResult['asked'] | null): readonly number[] {
  const isAsked = (index: number) => asked !== null && (asked.everyNth === 1 || (asked.plane === plane && index % asked.everyNth === 0));
  return slices.flatMap(({ dice, predictionVoxels }, index) => (predictionVoxels > 0 || (dice !== null && isAsked(index)) ? [index] : []));
}

/** The first of the counted slices with the lowest Dice; null without one. */
export function worstSlice(slices: readonly Agreement[], counted: readonly number[]): number | null {
  return counted.reduce<number | null>((worst, index) => {
    const { dice } = slices[index];
    return dice !== null && (worst === null || dice < (slices[worst].dice ?? 2)) ? index : worst;
  }, null);
}
