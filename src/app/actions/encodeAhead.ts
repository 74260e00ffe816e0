import { caseStore } from '#app/stores/caseStore.ts';
import { engineStore } from '#app/stores/engineStore.ts';
import { viewStore } from '#app/stores/viewStore.ts';
import type { SlicePlace } from '#app/actions/segment.ts';
import type { Workbench } from '#app/actions/workbench.ts';
import { sliceCount } from '#core/volume/slice.ts';

/** A neighbour is encoded ahead only where that takes less than this: a run cannot be broken off, and nobody should wait for it. */
const LONGEST_ENCODE_MS = 1500;
const NEIGHBOURS = 6;

/** Slices on both sides, the nearest first. */
export function outward(index: number, count: number, reach: number): readonly number[] {
  const found: number[] = [];
  for (let step = 1; step <= reach; step++) found.push(...[index + step, index - step].filter((at) => at >= 0 && at < count));
  return found;
}

/**
 * While nothing else is asked for, encodes the slices round the one on the screen, outward. Ends with the signal, and
 * after a slice that took too long. Each run waits behind whatever a user asks for.
 */
export async function encodeAhead({ engine }: Workbench, { plane, index }: SlicePlace, signal: AbortSignal): Promise<void> {
  const { open } = caseStore.getState();
  const { model } = engineStore.getState();
  if (!open || !model || model.timings.coldEncodeMs > LONGEST_ENCODE_MS) return;
  const window = viewStore.getState().modelWindow;
  for (const neighbour of outward(index, sliceCount(open.grid, plane), NEIGHBOURS)) {
    if (signal.aborted) return;
    const startedAt = performance.now();
    const outcome = await engine.encode({ modelId: model.modelId, volumeId: open.id, volumeKey: open.volumeKey, plane, index: neighbour, window }, { signal });
    // A failure here is not the user's: the first click there meets it again and says so.
    if (outcome.state !== 'done') return;
    if (performance.now() - startedAt > LONGEST_ENCODE_MS) return;
  }
}
