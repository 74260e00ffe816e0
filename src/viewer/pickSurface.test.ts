import { expect, test } from 'vitest';
import { pickSurface } from '#viewer/pickSurface.ts';

/** Two facing triangles one behind the other: vertices 0 to 2 at depth 0.5, 3 to 5 at −0.5. */
const shape = {
  points: Float32Array.of(-0.8, -0.8, 0.5, 0.8, -0.8, 0.5, 0, 0.8, 0.5, -0.4, -0.4, -0.5, 0.4, -0.4, -0.5, 0, 0.4, -0.5),
  triangles: Uint32Array.of(0, 1, 2, 5, 4, 3),
};
const identity = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];

test('what lies in front is picked, whichever way it winds, and of it the nearest corner', () => {
  expect(pickSurface(shape, identity, -0.3, -0.35)).toBe(3);
  expect(pickSurface(shape, identity, 0, 0.3)).toBe(5);
  expect(pickSurface(shape, identity, -0.7, -0.75)).toBe(0);
  expect(pickSurface(shape, identity, 0.9, 0.9)).toBeNull();
});

test('the matrix is column-major and moves the picture', () => {
  const shifted = [...identity];
  shifted[12] = 1;
  expect(pickSurface(shape, shifted, 1, 0.3)).toBe(5);
  const turned = [...identity];
  turned[10] = -1;
  expect(pickSurface(shape, turned, 0.35, -0.39)).toBe(1);
});
