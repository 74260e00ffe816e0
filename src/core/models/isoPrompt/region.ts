import { strokesOf } from '#core/models/isoPrompt/drawing.ts';
import type { Frame } from '#core/models/isoPrompt/framing.ts';
import { letterbox, zoomed } from '#core/models/isoPrompt/framing.ts';
import type { SlicePrompts } from '#core/models/promptable.ts';
import type { SliceBox } from '#core/prompts/prompt.ts';
import type { SlicePoint } from '#core/volume/grid.ts';
import type { SliceGeometry } from '#core/volume/slice.ts';

/**
 * Where the decoder looks: round the box, else round the answer so far, and round every positive stroke; the whole
 * slice where there is neither.
 * @param answer 0 or 1 on the slice's grid
 */
export function regionOf(slice: SliceGeometry, prompts: SlicePrompts, answer?: Uint8Array): Frame {
  const about = prompts.box ?? (answer && boundsOf(answer, slice.width));
  if (!about) return letterbox(slice);
  const { u, v } = slice.spacingMm;
  let left = about.uMin * u, top = about.vMin * v, right = (about.uMax + 1) * u, bottom = (about.vMax + 1) * v;
  for (const { path } of strokesOf(prompts, 'positive')) {
    for (const point of path) {
      left = Math.min(left, point.u * u);
      top = Math.min(top, point.v * v);
      right = Math.max(right, (point.u + 1) * u);
      bottom = Math.max(bottom, (point.v + 1) * v);
    }
  }
  return zoomed({ left, top, right, bottom }, slice);
}

/** A frame round a point, `share` of the slice's letterbox wide. */
export function closeUp(slice: SliceGeometry, { u, v }: SlicePoint, share: number): Frame {
  const sizeMm = letterbox(slice).sizeMm * share;
  return { xMm: (u + 0.5) * slice.spacingMm.u - sizeMm / 2, yMm: (v + 0.5) * slice.spacingMm.v - sizeMm / 2, sizeMm };
}

/** The tight bounds of the nonzero pixels; undefined where there is none. */
export function boundsOf(mask: Uint8Array, width: number): SliceBox | undefined {
  let uMin = Infinity, vMin = Infinity, uMax = -Infinity, vMax = -Infinity;
  for (let v = 0, at = 0; at < mask.length; v++) {
    for (let u = 0; u < width; u++, at++) {
      if (mask[at] === 0) continue;
      if (u < uMin) uMin = u;
      if (u > uMax) uMax = u;
      if (v < vMin) vMin = v;
      vMax = v;
    }
  }
  return uMax < 0 ? undefined : { uMin, vMin, uMax, vMax };
}
