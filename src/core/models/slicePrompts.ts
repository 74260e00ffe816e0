import type { SlicePrompts } from '#core/models/promptable.ts';
import { isOnSlice } from '#core/prompts/prompt.ts';
import type { Prompts } from '#core/prompts/promptEdits.ts';
import type { Plane } from '#core/volume/slice.ts';

/** What a promptable model is told of one slice: its shown prompts, in order; of several boxes the last. */
export function slicePrompts(prompts: Prompts, plane: Plane, index: number): SlicePrompts {
  const here = prompts.filter((it) => isOnSlice(it, plane, index)).filter((it) => it.visibility === 'shown');
  const box = here.findLast((it) => it.kind === 'box')?.box;
  return {
    points: here.filter((it) => it.kind === 'point').map(({ at, polarity }) => ({ at, polarity })),
    scribbles: here.filter((it) => it.kind === 'scribble').map(({ path, radiusPx, polarity }) => ({ path, radiusPx, polarity })),
    ...(box ? { box } : {}),
  };
}

export function isEmpty(prompts: SlicePrompts): boolean {
  return prompts.points.length === 0 && prompts.scribbles.length === 0 && !prompts.box;
}
