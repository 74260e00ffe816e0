import { strokesOf } from '#core/models/isoPrompt/drawing.ts';
import type { Frame } from '#core/models/isoPrompt/framing.ts';
import { coverage, resampleInto, tapsOutOf } from '#core/models/isoPrompt/framing.ts';
import { OUTSIDE_LOGIT, REGION } from '#core/models/isoPrompt/sizes.ts';
import type { SlicePrompts } from '#core/models/promptable.ts';
import { components } from '#core/volume/components.ts';
import type { SliceGeometry } from '#core/volume/slice.ts';

/** The decoder's logits [REGION, REGION], as probabilities on the slice's grid; next to 0 beyond the region. */
export function probabilitiesOnSlice(logits: Float32Array, slice: SliceGeometry, frame: Frame): Float32Array {
  const out = new Float32Array(slice.width * slice.height);
  const back = tapsOutOf(slice, frame, REGION);
  const clipped = new Float32Array(logits.length);
  for (let at = 0; at < clipped.length; at++) clipped[at] = Math.min(8, Math.max(-8, logits[at]));
  resampleInto(clipped, 0, REGION, back, out);
  const rows = coverage(back.rows), columns = coverage(back.columns);
  const beyond = 1 / (1 + Math.exp(-OUTSIDE_LOGIT));
  for (let v = 0, at = 0; v < slice.height; v++) {
    for (let u = 0; u < slice.width; u++, at++) {
      const inside = rows[v] * columns[u];
      out[at] = inside === 0 ? beyond : 1 / (1 + Math.exp(-(out[at] + OUTSIDE_LOGIT * (1 - inside))));
    }
  }
  return out;
}

/** Pixels above one half, of which only the parts that a positive stroke touches (within a pixel) are kept; the largest where none does. */
export function answerOf(probabilities: Float32Array, slice: SliceGeometry, prompts: SlicePrompts): Uint8Array {
  // Loops, not from() and map(): those take ten times as long on a slice, and an answer to a box asks this up to six times.
  const mask = new Uint8Array(probabilities.length);
  for (let at = 0; at < mask.length; at++) if (probabilities[at] > 0.5) mask[at] = 1;
  const { labels, sizes } = components(mask, [slice.width, slice.height, 1], 'face');
  if (sizes.length < 2) return mask;
  const kept = touched(labels, slice, prompts);
  if (kept.size === 0) kept.add(sizes.indexOf(Math.max(...sizes)) + 1);
  for (let at = 0; at < mask.length; at++) if (mask[at] === 1 && !kept.has(labels[at])) mask[at] = 0;
  return mask;
}

function touched(labels: Int32Array, slice: SliceGeometry, prompts: SlicePrompts): Set<number> {
  const found = new Set<number>();
  for (const point of strokesOf(prompts, 'positive').flatMap((stroke) => stroke.path)) {
    const column = Math.round(point.u), row = Math.round(point.v);
    for (let v = Math.max(0, row - 1); v <= Math.min(slice.height - 1, row + 1); v++) {
      for (let u = Math.max(0, column - 1); u <= Math.min(slice.width - 1, column + 1); u++) found.add(labels[u + slice.width * v]);
    }
  }
  found.delete(0);
  return found;
}
