import type { SliceBox } from '#core/models/promptable.ts';
import type { SlicePoint } from '#core/volume/grid.ts';
import type { CanvasPoint, SliceFrame } from '#viewer/frames.ts';
import { toCanvas } from '#viewer/frames.ts';
import type { GlyphHit, HandlePart, PromptGlyph } from '#viewer/types.ts';

/** A box's corners as drawn: round the outermost pixels, half a pixel beyond their centres. */
export function boxCorners(box: SliceBox): readonly { readonly part: HandlePart; readonly at: SlicePoint }[] {
  const { uMin, vMin, uMax, vMax } = box;
  return [
    { part: 'uMin-vMin', at: { u: uMin - 0.5, v: vMin - 0.5 } },
    { part: 'uMax-vMin', at: { u: uMax + 0.5, v: vMin - 0.5 } },
    { part: 'uMax-vMax', at: { u: uMax + 0.5, v: vMax + 0.5 } },
    { part: 'uMin-vMax', at: { u: uMin - 0.5, v: vMax + 0.5 } },
  ];
}

export function isOnFrame(glyph: PromptGlyph, frame: SliceFrame): boolean {
  return glyph.plane === frame.plane && glyph.index === frame.index;
}

/** The glyph under a canvas place, topmost first; `reachPx` is how near is on it. */
export function glyphAt(glyphs: readonly PromptGlyph[], frame: SliceFrame, at: CanvasPoint, reachPx: number): GlyphHit | undefined {
  for (const glyph of [...glyphs].reverse()) {
    if (!isOnFrame(glyph, frame)) continue;
    const part = partAt(glyph, frame, at, reachPx);
    if (part) return { promptId: glyph.id, part };
  }
  return undefined;
}

function partAt(glyph: PromptGlyph, frame: SliceFrame, at: CanvasPoint, reachPx: number): HandlePart | undefined {
  const isNear = (point: SlicePoint, reach = reachPx) => {
    const drawn = toCanvas(frame, point);
    return Math.hypot(drawn.x - at.x, drawn.y - at.y) <= reach;
  };
  if (glyph.kind === 'point') return isNear(glyph.at) ? 'body' : undefined;
  if (glyph.kind === 'scribble') {
    const reach = Math.max(reachPx, glyph.radiusPx * Math.abs(frame.dx));
    return glyph.path.some((point) => isNear(point, reach)) ? 'body' : undefined;
  }
  const corners = boxCorners(glyph.box);
  const corner = corners.find((it) => isNear(it.at));
  if (corner) return corner.part;
  const isOnEdge = corners.some((it, index) => distanceToSegment(at, toCanvas(frame, it.at), toCanvas(frame, corners[(index + 1) % 4].at)) <= reachPx * 0.7);
  return isOnEdge ? 'body' : undefined;
}

function distanceToSegment(at: CanvasPoint, a: CanvasPoint, b: CanvasPoint): number {
  const lengthSquared = (b.x - a.x) ** 2 + (b.y - a.y) ** 2;
  const share = lengthSquared === 0 ? 0 : ((at.x - a.x) * (b.x - a.x) + (at.y - a.y) * (b.y - a.y)) / lengthSquared;
  const t = Math.min(1, Math.max(0, share));
  return Math.hypot(at.x - a.x - t * (b.x - a.x), at.y - a.y - t * (b.y - a.y));
}
