import { expect, test } from 'vitest';
import { resampleLinear, resampleNearest } from '#core/volume/resample.ts';

const at = (spacing: number, x: number, y = 0, z = 0) => [spacing, 0, 0, x, 0, spacing, 0, y, 0, 0, spacing, z, 0, 0, 0, 1];
const source = { grid: { dims: [3, 1, 1], affine: at(2, 0) }, data: Int16Array.from([10, 20, 40]) } as const;

test('nearest takes the closest centre, and outside has its own value', () => {
  expect([...resampleNearest(source, { dims: [6, 1, 1], affine: at(1, -0.9) }, -1)]).toEqual([10, 10, 20, 20, 40, 40]);
  expect([...resampleNearest(source, { dims: [3, 1, 1], affine: at(2, 4) }, -1)]).toEqual([40, -1, -1]);
});

test('linear goes halfway between centres, keeps the border, and ends half a voxel beyond it', () => {
  expect([...resampleLinear(source, { dims: [8, 1, 1], affine: at(1, -1) }, -5)]).toEqual([10, 10, 15, 20, 30, 40, 40, -5]);
});

test('in three dimensions at once, through a mirrored grid', () => {
  const cube = { grid: { dims: [2, 2, 2], affine: at(1, 0) }, data: Float32Array.from([0, 1, 2, 3, 4, 5, 6, 7]) } as const;
  expect([...resampleLinear(cube, { dims: [1, 1, 1], affine: at(1, 0.5, 0.25, 0.75) })]).toEqual([0.5 + 0.5 + 3]);
  const mirrored = [-1, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
  expect([...resampleNearest(cube, { dims: [2, 2, 2], affine: mirrored })]).toEqual([1, 0, 3, 2, 5, 4, 7, 6]);
});
