import { expect, test } from 'vitest';
import { changedProps, INITIAL_PROPS, nearestVoxel } from '#viewer/viewerProps.ts';

test('equal windows and points in new objects are no change, another array is', () => {
  expect([...changedProps(INITIAL_PROPS, { window: { low: -160, high: 240 }, crosshair: { i: 0, j: 0, k: 1 } })]).toEqual(['crosshair']);
  const reference = { data: new Uint8Array(1), opacity: 1, visibility: 'shown' } as const;
  expect(changedProps({ overlays: { reference } }, { overlays: { reference: { ...reference } } }).size).toBe(0);
  expect(changedProps({ overlays: { reference } }, { overlays: { reference: { ...reference, data: new Uint8Array(1) } } }).size).toBe(1);
  expect([...changedProps(INITIAL_PROPS, { previews: [] })]).toEqual(['previews']);
});

test('a crosshair is a voxel of the grid', () => {
  const grid = { dims: [4, 5, 6] as const, affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1] };
  expect(nearestVoxel(grid, { i: -3, j: 2.6, k: 99 })).toEqual({ i: 0, j: 3, k: 5 });
});
