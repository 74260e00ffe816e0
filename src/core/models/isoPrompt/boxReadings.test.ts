import { describe, expect, it } from 'vitest';
import { boxReadings, fill } from '#core/models/isoPrompt/boxReadings.ts';
import type { SliceGeometry } from '#core/volume/slice.ts';

/** A bright 6 × 6 square in the corner of a dark 10 × 10 one: the dark part is an L, 4 wide. */
const slice: SliceGeometry = { plane: 'axial', index: 0, width: 14, height: 14, spacingMm: { u: 1, v: 1 } };
const image = Float32Array.from({ length: 14 * 14 }, (_, at) => {
  const u = at % 14, v = Math.floor(at / 14);
  return u >= 6 && u < 12 && v >= 2 && v < 8 ? 0.9 : 0.2;
});
const box = { uMin: 1, vMin: 1, uMax: 12, vMax: 12 };

describe('the readings of a box', () => {
  it('are one point deep in its dark and one deep in its bright part', () => {
    const [dark, bright] = boxReadings(image, slice, box);
    expect(image[dark.u + 14 * dark.v]).toBeCloseTo(0.2);
    expect(dark.u < 6 && dark.v >= 8).toBe(true);
    expect(image[bright.u + 14 * bright.v]).toBeCloseTo(0.9);
    expect([bright.u, bright.v].every((it, n) => Math.abs(it - [8.5, 4.5][n]) <= 0.5)).toBe(true);
  });

  it('fill the box as their own boxes do', () => {
    const l = image.map((value, at) => (value < 0.5 && at % 14 >= 2 && at % 14 < 12 && at >= 28 && at < 168 ? 1 : 0));
    expect(fill(Uint8Array.from(l), box, 14)).toBe(1);
    expect(fill(Uint8Array.from(image, (value) => (value > 0.5 ? 1 : 0)), box, 14)).toBeCloseTo(0.36);
    expect(fill(new Uint8Array(196), box, 14)).toBe(0);
  });
});
