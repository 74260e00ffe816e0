import type { AcceptedSlice } from '#core/prompts/board.ts';
import type { Grid } from '#core/volume/grid.ts';
import type { SliceMask } from '#core/volume/slice.ts';
import { sliceStrides } from '#core/volume/slice.ts';
import type { OpenCase } from '#engine/volumes/openCase.ts';

type Labels = OpenCase['prediction'];

/**
 * Makes the prediction what these slices say, in their order. Where the list only grew, the new slices are written;
 * otherwise all are, from nothing, so that undo and redo cannot drift. Returns how many slices were written.
 */
export function setAccepted(it: OpenCase, accepted: readonly AcceptedSlice[]): number {
  const masks = accepted.map(({ maskId }) => {
    const mask = it.masks.get(maskId);
    if (!mask) throw new RangeError(`no mask ${maskId} is kept for ${it.name}`);
    return mask;
  });
  const grew = it.accepted.length <= accepted.length && it.accepted.every(({ maskId, label }, at) => accepted[at].maskId === maskId && accepted[at].label === label);
  const from = grew ? it.accepted.length : 0;
  if (!grew) it.prediction.fill(0);
  if (it.prediction instanceof Uint8Array && accepted.some(({ label }) => label > 255)) it.prediction = Uint16Array.from(it.prediction);
  for (let at = from; at < accepted.length; at++) writeLabel(it.volume.grid, it.prediction, masks[at], accepted[at].label);
  it.accepted = accepted;
  return accepted.length - from;
}

/** On the mask's slice the label is where the mask is and nowhere else; other labels stay where the mask is not. */
function writeLabel(grid: Grid, target: Labels, mask: SliceMask, label: number): void {
  const { offset, stepU, stepV } = sliceStrides(grid, mask.plane, mask.index);
  for (let v = 0, o = 0; v < mask.height; v++) {
    for (let u = 0, at = offset + v * stepV; u < mask.width; u++, o++, at += stepU) {
      if (mask.data[o]) target[at] = label;
      else if (target[at] === label) target[at] = 0;
    }
  }
}
