import { expect, test } from 'vitest';
import { thumbnail } from '#core/volume/thumbnail.ts';
import type { Mask, Volume } from '#core/volume/volume.ts';

const dims = [200, 100, 9] as const;
const grid = { dims, affine: [1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 3, 0, 0, 0, 0, 1] };
const at = (i: number, j: number, k: number) => i + dims[0] * (j + dims[1] * k);
const box = ([i0, i1]: readonly [number, number], [j0, j1]: readonly [number, number], [k0, k1]: readonly [number, number]): Mask => {
  const data = new Uint8Array(dims[0] * dims[1] * dims[2]);
  for (let k = k0; k <= k1; k++) for (let j = j0; j <= j1; j++) for (let i = i0; i <= i1; i++) data[at(i, j, k)] = 1;
  return { grid, data };
};
const volume = (of: (i: number) => number): Volume => ({
  grid, modality: 'CT', data: Int16Array.from({ length: dims[0] * dims[1] * dims[2] }, (_, n) => of(n % dims[0])),
  source: { grid, axes: [{ axis: 0, flipped: false }, { axis: 1, flipped: false }, { axis: 2, flipped: false }] },
});

test('the slice is in the middle of the organ, square in mm, with the organ in its middle and outlined by one pixel', () => {
  // 40 mm wide, 40 mm high (20 rows of 2 mm).
  const it = thumbnail(volume(() => 40), box([80, 119], [40, 59], [2, 6]), { low: -160, high: 240 }, 120);
  expect([it.slice, it.size, it.mmPerPixel]).toEqual([4, 120, 1]);
  expect(new Set(it.grey)).toEqual(new Set([Math.round((255 * 200) / 400)]));
  const on = [...it.outline.keys()].filter((n) => it.outline[n]).map((n) => [n % 120, Math.floor(n / 120)]);
  expect(on).toHaveLength(4 * 40 - 4);
  expect([Math.min(...on.map(([u]) => u)), Math.max(...on.map(([u]) => u)), Math.min(...on.map(([, v]) => v)), Math.max(...on.map(([, v]) => v))]).toEqual([40, 79, 40, 79]);
});

test('the patient\'s right is on the left of the picture', () => {
  // RAS: i grows to the right, so the greatest i is the first column.
  const { grey } = thumbnail(volume((i) => i), box([80, 119], [40, 59], [4, 4]), { low: 0, high: 200 }, 60);
  expect(grey[0]).toBeGreaterThan(grey[59]);
});

test('an organ at the edge stays within the image, and one without a voxel shows the middle of the image without a line', () => {
  const edge = thumbnail(volume(() => 0), box([0, 9], [0, 4], [0, 0]), { low: -1, high: 1 }, 60);
  expect(Math.min(...edge.grey)).toBeGreaterThan(0);
  expect(edge.slice).toBe(0);
  const none = thumbnail(volume(() => 0), { grid, data: new Uint8Array(dims[0] * dims[1] * dims[2]) }, { low: -1, high: 1 }, 60);
  expect([none.slice, none.mmPerPixel * 60, Math.max(...none.outline)]).toEqual([4, 200, 0]);
});
