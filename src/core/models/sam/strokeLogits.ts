import type { SlicePrompts } from '#core/models/promptable.ts';
import type { PictureSize } from '#core/models/resize/picture.ts';
import type { SlicePoint } from '#core/volume/grid.ts';

/** What a stroke is worth as a logit of the answer before: next to sure (probability 0.98), as a confident answer of SAM's is. */
const SURE = 4;

interface Frame {
  /** Edge of the decoder's answer, of the frame that the encoder sees, and frame pixels per slice pixel. */
  readonly lowResolution: number;
  readonly frame: number;
  readonly scale: PictureSize;
}

/**
 * Scribbles drawn, as wide as they are and in order, into the logits [n, n] that SAM takes as its answer before; what
 * no stroke covers keeps `before`, or 0 (undecided) where there is none. Null where there is no scribble: SAM was
 * trained on whole answers, so this is an emulation, as with points alone.
 */
export function strokeLogits({ scribbles }: Pick<SlicePrompts, 'scribbles'>, { lowResolution: n, frame, scale }: Frame, before?: ArrayLike<number>): Float32Array | null {
  const strokes = scribbles.filter(({ path }) => path.length > 0);
  if (strokes.length === 0) return null;
  const out = before ? Float32Array.from(before) : new Float32Array(n * n);
  // Slice pixels per pixel of the answer; centres lie at integers in either.
  const step = { u: frame / n / scale.width, v: frame / n / scale.height };
  for (const { path, radiusPx, polarity } of strokes) {
    // However fine, a stroke covers the pixel of the answer that it runs through.
    const radius = Math.max(radiusPx, Math.max(step.u, step.v) / 2);
    const value = polarity === 'positive' ? SURE : -SURE;
    for (let end = path.length > 1 ? 1 : 0; end < path.length; end++) {
      const from = path[Math.max(0, end - 1)], to = path[end];
      const first = { x: inner((Math.min(from.u, to.u) - radius + 0.5) / step.u - 0.5, n), y: inner((Math.min(from.v, to.v) - radius + 0.5) / step.v - 0.5, n) };
      const last = { x: inner((Math.max(from.u, to.u) + radius + 0.5) / step.u + 0.5, n), y: inner((Math.max(from.v, to.v) + radius + 0.5) / step.v + 0.5, n) };
      for (let y = first.y; y <= last.y; y++) {
        for (let x = first.x; x <= last.x; x++) {
          const at = { u: (x + 0.5) * step.u - 0.5, v: (y + 0.5) * step.v - 0.5 };
          if (distance(at, from, to) <= radius) out[y * n + x] = value;
        }
      }
    }
  }
  return out;
}

function inner(at: number, n: number): number {
  return Math.min(n - 1, Math.max(0, Math.floor(at)));
}

/** From a point to a segment, in slice pixels. */
function distance(at: SlicePoint, from: SlicePoint, to: SlicePoint): number {
  const du = to.u - from.u, dv = to.v - from.v;
  const length = du * du + dv * dv;
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((at.u - from.u) * du + (at.v - from.v) * dv) / length));
  return Math.hypot(at.u - from.u - t * du, at.v - from.v - t * dv);
}
