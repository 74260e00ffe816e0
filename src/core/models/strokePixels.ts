import type { SlicePrompts } from '#core/models/promptable.ts';
import type { Polarity } from '#core/prompts/prompt.ts';
import type { SlicePoint } from '#core/volume/grid.ts';

/** A grid of pixels over the slice's frame, row-major, each `step` slice pixels large; centres lie at integers in either. */
export interface StrokeGrid { readonly width: number; readonly height: number; readonly step: SlicePoint }

/** Calls with the index of every pixel whose centre a scribble covers, strokes in order; a pixel where pieces of a path meet may come twice. */
export function eachStrokePixel({ scribbles }: Pick<SlicePrompts, 'scribbles'>, { width, height, step }: StrokeGrid, visit: (at: number, polarity: Polarity) => void): void {
  for (const { path, radiusPx, polarity } of scribbles) {
    // However fine, a stroke covers the pixel that it runs through.
    const radius = Math.max(radiusPx, Math.max(step.u, step.v) / 2);
    for (let end = path.length > 1 ? 1 : 0; end < path.length; end++) {
      const from = path[Math.max(0, end - 1)], to = path[end];
      const first = { x: inner((Math.min(from.u, to.u) - radius + 0.5) / step.u - 0.5, width), y: inner((Math.min(from.v, to.v) - radius + 0.5) / step.v - 0.5, height) };
      const last = { x: inner((Math.max(from.u, to.u) + radius + 0.5) / step.u + 0.5, width), y: inner((Math.max(from.v, to.v) + radius + 0.5) / step.v + 0.5, height) };
      for (let y = first.y; y <= last.y; y++) {
        for (let x = first.x; x <= last.x; x++) {
          const at = { u: (x + 0.5) * step.u - 0.5, v: (y + 0.5) * step.v - 0.5 };
          if (distance(at, from, to) <= radius) visit(y * width + x, polarity);
        }
      }
    }
  }
}

function inner(at: number, size: number): number {
  return Math.min(size - 1, Math.max(0, Math.floor(at)));
}

/** From a point to a segment, in slice pixels. */
function distance(at: SlicePoint, from: SlicePoint, to: SlicePoint): number {
  const du = to.u - from.u, dv = to.v - from.v;
  const length = du * du + dv * dv;
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((at.u - from.u) * du + (at.v - from.v) * dv) / length));
  return Math.hypot(at.u - from.u - t * du, at.v - from.v - t * dv);
}
