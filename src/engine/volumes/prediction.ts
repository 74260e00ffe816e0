import type { AcceptedSlice } from '#core/prompts/board.ts';
import type { Grid } from '#core/volume/grid.ts';
import type { SliceMask } from '#core/volume/slice.ts';
import { sliceStrides } from '#core/volume/slice.ts';
import type { OpenCase } from '#engine/volumes/openCase.ts';

type Labels = OpenCase['prediction'];

/**
 * Makes the prediction what these slices say, in their order, on its base. Where the list only grew, the new slices are
 * written; otherwise all are, from the base, so that undo and redo cannot drift. Returns how many slices were written.
 */
export function setAccepted(it: OpenCase, accepted: readonly AcceptedSlice[]): number {
  const grew = it.accepted.length <= accepted.length && it.accepted.every(({ maskId, label }, at) => accepted[at].maskId === maskId && accepted[at].label === label);
  return writeAccepted(it, accepted, grew ? it.accepted.length : 0);
}

/** Which value of a model's label map becomes which label of the case. */
export interface BaseValue { readonly from: number; readonly to: number }

/**
 * Lays a whole-volume model's answer under the accepted slices. The labels that it speaks of (`to`) are where it has
 * them and nowhere else; other labels stay where it has none. Null takes the whole base away.
 */
export function mergeBase(it: OpenCase, labels: Uint8Array | Uint16Array | null, values: readonly BaseValue[]): void {
  if (labels && labels.length !== it.prediction.length) throw new RangeError(`a label map of ${labels.length} voxels for an image of ${it.prediction.length}`);
  it.base = labels && merged(it.base ?? new Uint8Array(labels.length), labels, values);
  writeAccepted(it, it.accepted, 0);
}

function merged(before: Labels, labels: Uint8Array | Uint16Array, values: readonly BaseValue[]): Labels {
  const isWide = before instanceof Uint16Array || values.some(({ to }) => to > 255);
  const base: Labels = isWide ? Uint16Array.from(before) : before;
  const meaning = new Uint16Array(2 ** 16);
  for (const { from, to } of values) meaning[from] = to;
  const spokenOf = new Set(values.map(({ to }) => to));
  for (let at = 0; at < labels.length; at++) {
    const label = meaning[labels[at]];
    if (label !== 0) base[at] = label;
    else if (base[at] !== 0 && spokenOf.has(base[at])) base[at] = 0;
  }
  return base;
}

function writeAccepted(it: OpenCase, accepted: readonly AcceptedSlice[], from: number): number {
  const masks = accepted.map(({ maskId }) => {
    const mask = it.masks.get(maskId);
    if (!mask) throw new RangeError(`no mask ${maskId} is kept for ${it.name}`);
    return mask;
  });
  if (from === 0) it.prediction = it.base ? it.base.slice() : new Uint8Array(it.prediction.length);
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
