import { NO_PROMPTS, correctiveClick, deepestPoint, tightBox } from '#core/evaluation/promptProtocols.ts';
import type { SliceProtocol } from '#core/evaluation/protocolSpec.ts';
import type { SlicePrompts } from '#core/models/promptable.ts';
import type { Random } from '#core/num/random.ts';
import type { SliceBox } from '#core/prompts/prompt.ts';
import type { SliceMask } from '#core/volume/slice.ts';

/** The first prompts of a slice, from the expert's mask of it; null where there is nothing to point at. */
export function firstPrompts(target: SliceMask, protocol: SliceProtocol, random: Random): SlicePrompts | null {
  switch (protocol.kind) {
    case 'box': {
      const box = tightBox(target, protocol.marginPx);
      return box && { ...NO_PROMPTS, box: protocol.jitterMm > 0 ? jittered(box, target, protocol.jitterMm, random) : box };
    }
    case 'random-points': {
      const inside: number[] = [];
      target.data.forEach((value, at) => { if (value) inside.push(at); });
      if (inside.length === 0) return null;
      const points = Array.from({ length: protocol.count }, () => random.pick(inside));
      return { ...NO_PROMPTS, points: points.map((at) => ({ at: { u: at % target.width, v: Math.floor(at / target.width) }, polarity: 'positive' as const })) };
    }
    case 'point':
    case 'clicks': {
      const at = deepestPoint(target);
      return at && { ...NO_PROMPTS, points: [{ at, polarity: 'positive' }] };
    }
  }
}

/** The prompts with one more click where the answer errs most; null where it does not err. */
export function correctedPrompts(prompts: SlicePrompts, answer: SliceMask, target: SliceMask): SlicePrompts | null {
  const click = correctiveClick(answer, target);
  return click && { ...prompts, points: [...prompts.points, click] };
}

/** Every side moves by itself; a box keeps at least one pixel and stays on the slice. */
function jittered(box: SliceBox, { width, height, spacingMm }: SliceMask, sdMm: number, random: Random): SliceBox {
  const moved = (at: number, mm: number, last: number) => Math.min(last, Math.max(0, Math.round(at + random.normal(0, sdMm) / mm)));
  const u = [moved(box.uMin, spacingMm.u, width - 1), moved(box.uMax, spacingMm.u, width - 1)].sort((a, b) => a - b);
  const v = [moved(box.vMin, spacingMm.v, height - 1), moved(box.vMax, spacingMm.v, height - 1)].sort((a, b) => a - b);
  return { uMin: u[0], uMax: u[1], vMin: v[0], vMax: v[1] };
}
