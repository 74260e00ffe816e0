import type { SlicePrompts } from '#core/models/promptable.ts';
import type { Polarity, SliceBox } from '#core/prompts/prompt.ts';
import { largestComponent } from '#core/volume/components.ts';
import { squaredDistanceTransform } from '#core/volume/distanceTransform.ts';
import type { SlicePoint } from '#core/volume/grid.ts';
import type { SliceGeometry, SliceMask } from '#core/volume/slice.ts';

/** How a model is asked when nobody sits before it: a box, one click, or one click and three corrections. */
export type PromptProtocol = 'box' | 'point' | 'corrective3';

export const PROMPT_PROTOCOLS: readonly PromptProtocol[] = ['box', 'point', 'corrective3'];

export const NO_PROMPTS: SlicePrompts = { points: [], scribbles: [] };

/** The largest part (joined by edges) of a slice mask. */
export function largestPart(mask: SliceMask): SliceMask {
  return { ...mask, data: largestComponent(mask.data, [mask.width, mask.height, 1], 'face') };
}

/** The tight box of a mask widened by `margin` pixels, within the slice; null where the mask is empty. */
export function tightBox(mask: SliceMask, margin: number): SliceBox | null {
  let uMin = Infinity, vMin = Infinity, uMax = -Infinity, vMax = -Infinity;
  for (let v = 0, at = 0; v < mask.height; v++) {
    for (let u = 0; u < mask.width; u++, at++) {
      if (mask.data[at] === 0) continue;
      uMin = Math.min(uMin, u);
      uMax = Math.max(uMax, u);
      vMin = Math.min(vMin, v);
      vMax = v;
    }
  }
  if (uMax < 0) return null;
  return { uMin: Math.max(0, uMin - margin), vMin: Math.max(0, vMin - margin), uMax: Math.min(mask.width - 1, uMax + margin), vMax: Math.min(mask.height - 1, vMax + margin) };
}

/** The pixel that lies deepest in a mask (the first of equals, by row); what is beyond the slice is outside. Null where empty. */
export function deepestPoint(mask: SliceMask): SlicePoint | null {
  const width = mask.width + 2;
  const padded = new Uint8Array(width * (mask.height + 2));
  for (let v = 0; v < mask.height; v++) padded.set(mask.data.subarray(v * mask.width, (v + 1) * mask.width), (v + 1) * width + 1);
  const depth = squaredDistanceTransform(padded, [width, mask.height + 2, 1], [mask.spacingMm.u, mask.spacingMm.v, 1]);
  let best = 0;
  for (let at = 1; at < depth.length; at++) if (depth[at] > depth[best]) best = at;
  return depth[best] > 0 ? { u: (best % width) - 1, v: Math.floor(best / width) - 1 } : null;
}

/** A click in the deepest pixel of the largest error: positive where something is missed, negative where too much is taken; null where nothing is wrong. */
export function correctiveClick(answer: SliceMask, target: SliceMask): { at: SlicePoint; polarity: Polarity } | null {
  const missed = largestPart({ ...target, data: target.data.map((value, at) => (value && !answer.data[at] ? 1 : 0)) });
  const excess = largestPart({ ...target, data: target.data.map((value, at) => (!value && answer.data[at] ? 1 : 0)) });
  const polarity = area(missed) >= area(excess) ? 'positive' : 'negative';
  const at = deepestPoint(polarity === 'positive' ? missed : excess);
  return at && { at, polarity };
}

export function area(mask: SliceMask): number {
  return mask.data.reduce((sum, value) => sum + value, 0);
}

/** The filled box. A model that does not beat this and the ellipse has learned nothing. */
export function boxMask(slice: SliceGeometry, box: SliceBox): SliceMask {
  return drawn(slice, (u, v) => u >= box.uMin && u <= box.uMax && v >= box.vMin && v <= box.vMax);
}

/** The ellipse inscribed in a box, by pixel centres. */
export function ellipseMask(slice: SliceGeometry, box: SliceBox): SliceMask {
  const a = (box.uMax - box.uMin + 1) / 2, b = (box.vMax - box.vMin + 1) / 2;
  const cu = (box.uMin + box.uMax) / 2, cv = (box.vMin + box.vMax) / 2;
  return drawn(slice, (u, v) => ((u - cu) / a) ** 2 + ((v - cv) / b) ** 2 <= 1);
}

function drawn({ plane, index, width, height, spacingMm }: SliceGeometry, isIn: (u: number, v: number) => boolean): SliceMask {
  const data = Uint8Array.from({ length: width * height }, (_, at) => (isIn(at % width, Math.floor(at / width)) ? 1 : 0));
  return { plane, index, width, height, spacingMm, data };
}

/** Asks a model something of one slice; `memory` is whatever it wants back with the next prompt. */
export type AskModel<Memory> = (prompts: SlicePrompts, previous?: Memory) => Promise<{ readonly mask: SliceMask; readonly memory: Memory }>;

const CORRECTIONS = 3;

/** The model's masks of one target under each protocol. The target is one part; it must not be empty. */
export async function askByProtocols<Memory>(target: SliceMask, ask: AskModel<Memory>, signal?: AbortSignal): Promise<Record<PromptProtocol, SliceMask>> {
  const box = tightBox(target, 1);
  const first = deepestPoint(target);
  if (!box || !first) throw new RangeError('an empty target cannot be asked for');
  const boxed = await ask({ ...NO_PROMPTS, box });
  let prompts: SlicePrompts = { ...NO_PROMPTS, points: [{ at: first, polarity: 'positive' }] };
  let answer = await ask(prompts);
  const clicked = answer.mask;
  for (let n = 0; n < CORRECTIONS; n++) {
    signal?.throwIfAborted();
    const click = correctiveClick(answer.mask, target);
    if (!click) break;
    prompts = { ...prompts, points: [...prompts.points, click] };
    answer = await ask(prompts, answer.memory);
  }
  return { box: boxed.mask, point: clicked, corrective3: answer.mask };
}
