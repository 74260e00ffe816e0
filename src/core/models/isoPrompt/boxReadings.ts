import { boundsOf } from '#core/models/isoPrompt/region.ts';
import type { SliceBox } from '#core/prompts/prompt.ts';
import { largestComponent } from '#core/volume/components.ts';
import { squaredDistanceTransform } from '#core/volume/distanceTransform.ts';
import type { SlicePoint } from '#core/volume/grid.ts';
import type { SliceGeometry } from '#core/volume/slice.ts';

/**
 * How well an answer fills the box that it was asked for with: intersection over union of its own box and the given
 * one without its outermost pixel, 0 to 1. A dome within a crescent's box fills it badly.
 */
export function fill(answer: Uint8Array, box: SliceBox, width: number): number {
  const own = boundsOf(answer, width);
  if (!own) return 0;
  const asked = inset(box);
  const across = Math.min(own.uMax, asked.uMax) - Math.max(own.uMin, asked.uMin) + 1;
  const down = Math.min(own.vMax, asked.vMax) - Math.max(own.vMin, asked.vMin) + 1;
  if (across <= 0 || down <= 0) return 0;
  return (across * down) / (size(own) + size(asked) - across * down);
}

function inset(box: SliceBox): SliceBox {
  const u = box.uMax - box.uMin > 2 ? 1 : 0, v = box.vMax - box.vMin > 2 ? 1 : 0;
  return { uMin: box.uMin + u, vMin: box.vMin + v, uMax: box.uMax - u, vMax: box.vMax - v };
}

function size(box: SliceBox): number {
  return (box.uMax - box.uMin + 1) * (box.vMax - box.vMin + 1);
}

/**
 * Where a box may mean its dark and where its bright part: the deepest pixel of the largest piece of either, the two
 * being parted by Otsu's threshold (IEEE Trans. SMC 9, 1979). The middle of a box says nothing of a crescent.
 * @param windowed the slice in 0..1
 */
export function boxReadings(windowed: Float32Array, slice: SliceGeometry, box: SliceBox): SlicePoint[] {
  const { width, height } = slice;
  const { uMin, vMin, uMax, vMax } = inset(box);
  const inside: number[] = [];
  for (let v = Math.max(0, vMin); v <= Math.min(height - 1, vMax); v++) {
    for (let u = Math.max(0, uMin); u <= Math.min(width - 1, uMax); u++) inside.push(v * width + u);
  }
  const threshold = otsu(Float32Array.from(inside, (at) => windowed[at]));
  const parts = [new Uint8Array(windowed.length), new Uint8Array(windowed.length)];
  for (const at of inside) parts[windowed[at] <= threshold ? 0 : 1][at] = 1;
  return parts.map((part) => deepest(part, slice)).filter((point) => point !== null);
}

function deepest(part: Uint8Array, { width, height, spacingMm }: SliceGeometry): SlicePoint | null {
  const largest = largestComponent(part, [width, height, 1], 'face');
  if (!largest.includes(1) || !largest.includes(0)) return null;
  const depth = squaredDistanceTransform(largest, [width, height, 1], [spacingMm.u, spacingMm.v, 1]);
  let best = 0;
  for (let at = 1; at < depth.length; at++) if (depth[at] > depth[best]) best = at;
  return { u: best % width, v: Math.floor(best / width) };
}

const BINS = 64;

/** The threshold that parts values in 0..1 with the largest variance between the parts. */
function otsu(values: Float32Array): number {
  const counts = new Float64Array(BINS), sums = new Float64Array(BINS);
  for (const value of values) {
    const bin = Math.min(BINS - 1, Math.floor(value * BINS));
    counts[bin]++;
    sums[bin] += value;
  }
  const total = values.length, sum = sums.reduce((a, b) => a + b, 0);
  let below = 0, sumBelow = 0, best = -1, threshold = 0.5;
  for (let bin = 0; bin < BINS - 1; bin++) {
    below += counts[bin];
    sumBelow += sums[bin];
    if (below === 0 || below === total) continue;
    const apart = sumBelow / below - (sum - sumBelow) / (total - below);
    const between = below * (total - below) * apart * apart;
    if (between > best) { best = between; threshold = (bin + 1) / BINS; }
  }
  return threshold;
}
