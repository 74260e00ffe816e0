import { expect, test } from 'vitest';
import { IDENTITY, apply, determinant, inverse, multiply, squareness } from '#core/volume/affine.ts';
import { isInside, voxelAt, voxelToWorld, worldBox, worldToVoxel } from '#core/volume/world.ts';

const oblique = [0, -3, 0.5, 10, 2, 0, 0, -20, 0, 0.25, 4, 30, 0, 0, 0, 1];

test('an inverse undoes, on either side', () => {
  for (const product of [multiply(oblique, inverse(oblique)), multiply(inverse(oblique), oblique)]) {
    product.forEach((it, n) => expect(it).toBeCloseTo(IDENTITY[n], 12));
  }
  expect(() => inverse([1, 2, 0, 0, 2, 4, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1])).toThrow('singular');
});

test('determinant and squareness', () => {
  expect(determinant([2, 0, 0, 0, 0, 3, 0, 0, 0, 0, -4, 0, 0, 0, 0, 1])).toBe(-24);
  expect(squareness([2, 0, 0, 0, 0, 3, 0, 0, 0, 0, -4, 0, 0, 0, 0, 1])).toBe(-1);
  expect(squareness([1, 1, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1])).toBeCloseTo(Math.SQRT1_2, 12);
  expect(squareness([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1])).toBe(0);
});

test('voxels and world points are each other\'s way back', () => {
  const grid = { dims: [5, 6, 7], affine: oblique } as const;
  const world = voxelToWorld(grid, { i: 1, j: 2, k: 3 });
  expect(world).toEqual({ x: 5.5, y: -18, z: 42.5 });
  expect(apply(oblique, 1, 2, 3)).toEqual([5.5, -18, 42.5]);
  const back = worldToVoxel(grid, world);
  expect(back.i).toBeCloseTo(1, 12);
  expect(back.k).toBeCloseTo(3, 12);
  expect(isInside(grid, { i: 4, j: 5, k: 6 })).toBe(true);
  expect(isInside(grid, { i: 5, j: 5, k: 6 })).toBe(false);
});

test('the world box reaches half a voxel beyond the centres', () => {
  const grid = { dims: [2, 3, 4], affine: [2, 0, 0, 0, 0, -2, 0, 0, 0, 0, 1, 5, 0, 0, 0, 1] } as const;
  expect(worldBox(grid)).toEqual({ low: { x: -1, y: -5, z: 4.5 }, high: { x: 3, y: 1, z: 8.5 } });
  expect(voxelAt(grid, { x: 2.9, y: 0.9, z: 4.6 })).toEqual({ i: 1, j: -0, k: -0 });
  expect(voxelAt(grid, { x: 3.1, y: 0, z: 5 })).toBeUndefined();
});
