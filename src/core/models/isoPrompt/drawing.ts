import type { SlicePrompts } from '#core/models/promptable.ts';
import type { Frame } from '#core/models/isoPrompt/framing.ts';
import { REGION } from '#core/models/isoPrompt/sizes.ts';
import type { Polarity, SliceBox } from '#core/prompts/prompt.ts';
import type { SlicePoint } from '#core/volume/grid.ts';
import type { SliceGeometry } from '#core/volume/slice.ts';

type Spaced = Pick<SliceGeometry, 'spacingMm'>;

/** A stroke's piece in region pixels (centres at integers); a click is a piece of no length. */
interface Piece { readonly x0: number; readonly y0: number; readonly x1: number; readonly y1: number; readonly radius: number }

export interface Edges { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number }

/** How far a click reaches, in region pixels. */
const SPREAD = 2;
/** Beyond this many pixels single precision has 0 for it. */
const GONE = 29;

/** The clicks and scribbles of a polarity as paths in slice pixels. */
export function strokesOf(prompts: SlicePrompts, polarity: Polarity): { path: readonly SlicePoint[]; radiusPx: number }[] {
  return [
    ...prompts.points.filter((point) => point.polarity === polarity).map((point) => ({ path: [point.at], radiusPx: 0 })),
    ...prompts.scribbles.filter((stroke) => stroke.polarity === polarity && stroke.path.length > 0),
  ];
}

/** exp(−d² / 2·SPREAD²) at each pixel of the region, d being the distance beyond the nearest stroke's radius. */
export function strokeMap(prompts: SlicePrompts, polarity: Polarity, slice: Spaced, frame: Frame): Float32Array {
  const out = new Float32Array(REGION * REGION);
  for (const piece of piecesOf(prompts, polarity, slice, frame)) {
    const dx = piece.x1 - piece.x0, dy = piece.y1 - piece.y0;
    const length = Math.max(dx * dx + dy * dy, 1e-6);
    const reach = piece.radius + GONE;
    const [left, right] = [Math.max(0, Math.floor(Math.min(piece.x0, piece.x1) - reach)), Math.min(REGION - 1, Math.ceil(Math.max(piece.x0, piece.x1) + reach))];
    const [top, bottom] = [Math.max(0, Math.floor(Math.min(piece.y0, piece.y1) - reach)), Math.min(REGION - 1, Math.ceil(Math.max(piece.y0, piece.y1) + reach))];
    for (let y = top; y <= bottom; y++) {
      for (let x = left, o = y * REGION + left; x <= right; x++, o++) {
        const t = Math.min(1, Math.max(0, ((x - piece.x0) * dx + (y - piece.y0) * dy) / length));
        const alongX = x - piece.x0 - t * dx, alongY = y - piece.y0 - t * dy;
        const distance = Math.sqrt(alongX * alongX + alongY * alongY);
        const beyond = Math.max(0, distance - piece.radius);
        const value = Math.exp((-beyond * beyond) / (2 * SPREAD * SPREAD));
        if (value > out[o]) out[o] = value;
      }
    }
  }
  return out;
}

function piecesOf(prompts: SlicePrompts, polarity: Polarity, { spacingMm: { u, v } }: Spaced, frame: Frame): Piece[] {
  const step = frame.sizeMm / REGION;
  return strokesOf(prompts, polarity).flatMap(({ path, radiusPx }) => {
    const at = path.map((point) => ({ x: ((point.u + 0.5) * u - frame.xMm) / step - 0.5, y: ((point.v + 0.5) * v - frame.yMm) / step - 0.5 }));
    const radius = (radiusPx * Math.min(u, v)) / step;
    const ends = at.length > 1 ? at.slice(1) : at;
    return ends.map((end, n) => ({ x0: at[n].x, y0: at[n].y, x1: end.x, y1: end.y, radius }));
  });
}

/** The box's edges in region pixels, whose own edges are at integers. */
export function edgesOf(box: SliceBox, { spacingMm: { u, v } }: Spaced, frame: Frame): Edges {
  const step = frame.sizeMm / REGION;
  return {
    left: (box.uMin * u - frame.xMm) / step, top: (box.vMin * v - frame.yMm) / step,
    right: ((box.uMax + 1) * u - frame.xMm) / step, bottom: ((box.vMax + 1) * v - frame.yMm) / step,
  };
}

/** Covered share of each pixel. */
export function boxMap(edges: Edges): Float32Array {
  const out = new Float32Array(REGION * REGION);
  const columns = Float64Array.from({ length: REGION }, (_, x) => covered(x, edges.left, edges.right));
  for (let y = 0, o = 0; y < REGION; y++) {
    const row = covered(y, edges.top, edges.bottom);
    for (let x = 0; x < REGION; x++, o++) out[o] = row * columns[x];
  }
  return out;
}

function covered(pixel: number, low: number, high: number): number {
  return Math.min(1, Math.max(0, Math.min(pixel + 1, high) - Math.max(pixel, low)));
}

/** A Gaussian in the middle of the box, an eighth of it wide; and a flat ellipse inscribed in nine tenths of it. */
export function coreMaps({ left, top, right, bottom }: Edges): { core: Float32Array; ellipse: Float32Array } {
  const core = new Float32Array(REGION * REGION);
  const ellipse = new Float32Array(REGION * REGION);
  const width = Math.max(1, right - left), height = Math.max(1, bottom - top);
  for (let y = 0, o = 0; y < REGION; y++) {
    const b = (y + 0.5 - (top + bottom) / 2) / height;
    for (let x = 0; x < REGION; x++, o++) {
      const a = (x + 0.5 - (left + right) / 2) / width;
      const squared = a * a + b * b;
      core[o] = Math.exp(-32 * squared);
      ellipse[o] = squared < 0.2025 ? 1 : 0;
    }
  }
  return { core, ellipse };
}
