import { expect, test } from 'vitest';
import { clampToSlice, isOnSlice, sliceFrame, toCanvas, toSlice } from '#viewer/frames.ts';
import type { AxisScale, TileExtent } from '#viewer/frames.ts';

// 10 × 8 × 6 voxels of 1 × 2 × 3 mm, low faces at -5, -8 and 0 mm.
const dims = [10, 8, 6] as const;
const scales: AxisScale[] = [{ originMm: -5, sizeMm: 1 }, { originMm: -8, sizeMm: 2 }, { originMm: 0, sizeMm: 3 }];
const rect = { left: 100, top: 50, width: 200, height: 320 };

test('radiological axial: the patient right (high i) is at the left of the tile, anterior (high j) at its top', () => {
  const tile: TileExtent = { rect, leftMm: 5, bottomMm: -8, spanXMm: -10, spanYMm: 16 };
  const frame = sliceFrame('axial', 3, dims, scales, tile);
  expect(frame).toMatchObject({ dx: 20, dy: 40, width: 10, height: 8 });
  expect(toCanvas(frame, { u: 0, v: 0 })).toEqual({ x: 110, y: 70 });
  expect(toCanvas(frame, { u: 9, v: 7 })).toEqual({ x: 290, y: 350 });
});

test('neurological axial is the mirror image of the same slice frame', () => {
  const tile: TileExtent = { rect, leftMm: -5, bottomMm: -8, spanXMm: 10, spanYMm: 16 };
  const frame = sliceFrame('axial', 3, dims, scales, tile);
  expect(toCanvas(frame, { u: 0, v: 0 })).toEqual({ x: 290, y: 70 });
});

test('canvas to slice and back is exact, zoomed and panned, in every plane', () => {
  const tile: TileExtent = { rect, leftMm: 3.7, bottomMm: -1.9, spanXMm: -4.3, spanYMm: 6.88 };
  for (const plane of ['axial', 'coronal', 'sagittal'] as const) {
    const frame = sliceFrame(plane, 1, dims, scales, tile);
    const back = toSlice(frame, toCanvas(frame, { u: 2.25, v: 4.5 }));
    expect(back.u).toBeCloseTo(2.25, 12);
    expect(back.v).toBeCloseTo(4.5, 12);
  }
});

test('the image ends half a pixel beyond its outermost centres; drags are clamped to the centres', () => {
  const frame = sliceFrame('axial', 0, dims, scales, { rect, leftMm: 5, bottomMm: -8, spanXMm: -10, spanYMm: 16 });
  expect(isOnSlice(frame, { u: -0.5, v: 7.49 })).toBe(true);
  expect(isOnSlice(frame, { u: 9.5, v: 0 })).toBe(false);
  expect(clampToSlice(frame, { u: -3, v: 40 })).toEqual({ u: 0, v: 7 });
});
