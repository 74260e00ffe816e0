import { describe, expect, test } from 'vitest';
import { affineFromCodes, axisCodes, canonicalGrid, isCanonical, sourceGrid, toCanonicalOrder, toSourceOrder } from '#core/volume/canonical.ts';
import type { Dims, Grid } from '#core/volume/grid.ts';
import { voxelAt, voxelIndex, voxelToWorld } from '#core/volume/world.ts';

const ORDERS = ['LR', 'PA', 'IS'];
const permutations = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
const CODES = permutations.flatMap((order) => [...Array(8).keys()].map((flips) => order.map((world, n) => ORDERS[world][(flips >> n) & 1]).join('')));

/** The same anatomy in the order `codes`: right 2, anterior 3, superior 4 voxels of 1, 2, 3 mm, valued by place. */
function stored(codes: string): { grid: Grid; data: Int16Array } {
  const world = [...codes].map((letter) => ORDERS.findIndex((it) => it.includes(letter)));
  const dims = world.map((it) => [2, 3, 4][it]) as unknown as Dims;
  const spacing = world.map((it) => [1, 2, 3][it]) as unknown as [number, number, number];
  const grid = { dims, affine: affineFromCodes(codes, dims, spacing) ?? [] };
  const data = new Int16Array(24);
  for (let k = 0, at = 0; k < dims[2]; k++) for (let j = 0; j < dims[1]; j++) for (let i = 0; i < dims[0]; i++, at++) {
    const p = voxelToWorld(grid, { i, j, k });
    data[at] = Math.round(p.x + 0.5) + 10 * Math.round((p.y + 2) / 2) + 100 * Math.round((p.z + 4.5) / 3);
  }
  return { grid, data };
}

const EXPECTED = Int16Array.from({ length: 24 }, (_, at) => (at % 2) + 10 * (Math.floor(at / 2) % 3) + 100 * Math.floor(at / 6));

describe.each(CODES)('%s', (codes) => {
  const { grid, data } = stored(codes);
  const source = sourceGrid(grid);
  const canonical = canonicalGrid(source);

  test('becomes the same array on the same grid', () => {
    expect(canonical.dims).toEqual([2, 3, 4]);
    expect(canonical.affine).toEqual([1, 0, 0, -0.5, 0, 2, 0, -2, 0, 0, 3, -4.5, 0, 0, 0, 1]);
    expect(toCanonicalOrder(data, source)).toEqual(EXPECTED);
    expect(axisCodes(source)).toBe(codes);
    expect(isCanonical(source)).toBe(codes === 'RAS');
  });

  test('goes back to its own order', () => {
    expect(toSourceOrder(EXPECTED, source)).toEqual(data);
  });

  test('a world click finds the same anatomy, and its mask lands there in the file', () => {
    const click = { x: 0.6, y: -1.8, z: 1.4 };
    const mask = new Uint8Array(24);
    const voxel = voxelAt(canonical, click);
    expect(voxel).toEqual({ i: 1, j: 0, k: 2 });
    if (voxel) mask[voxelIndex(canonical, voxel)] = 1;
    const inFile = toSourceOrder(mask, source);
    const own = voxelAt(grid, click);
    expect([...inFile.keys()].filter((at) => inFile[at] === 1)).toEqual([own ? voxelIndex(grid, own) : -1]);
  });
});

test('an oblique volume keeps its angle and is only reordered', () => {
  const turn = (30 * Math.PI) / 180;
  const affine = [0, -Math.cos(turn), Math.sin(turn), 5, 0, -Math.sin(turn), -Math.cos(turn), 6, 2, 0, 0, 7, 0, 0, 0, 1];
  const source = sourceGrid({ dims: [4, 2, 3], affine });
  expect(axisCodes(source)).toBe('SLP');
  const canonical = canonicalGrid(source);
  expect(canonical.dims).toEqual([2, 3, 4]);
  const corner = voxelToWorld({ dims: [4, 2, 3], affine }, { i: 0, j: 1, k: 2 });
  const origin = voxelToWorld(canonical, { i: 0, j: 0, k: 0 });
  expect(origin.x).toBeCloseTo(corner.x, 12);
  expect(origin.y).toBeCloseTo(corner.y, 12);
  expect(origin.z).toBeCloseTo(corner.z, 12);
});

test('an order that names one side twice is none', () => {
  expect(affineFromCodes('RLS', [1, 1, 1], [1, 1, 1])).toBeUndefined();
  expect(affineFromCodes('RA', [1, 1, 1], [1, 1, 1])).toBeUndefined();
});
