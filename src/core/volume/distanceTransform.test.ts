import { expect, test } from 'vitest';
import { makeRandom } from '#core/num/random.ts';
import { distanceTransform, squaredDistanceTransform } from '#core/volume/distanceTransform.ts';
import type { Dims } from '#core/volume/grid.ts';

test('a bar of three in a slice of two by one millimetres', () => {
  const mask = Uint8Array.from([0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0]);
  expect([...distanceTransform(mask, [5, 3, 1], [2, 1, 1])]).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0]);
  expect([...distanceTransform(mask, [5, 3, 1], [2, 9, 1])]).toEqual([0, 0, 0, 0, 0, 0, 2, 4, 2, 0, 0, 0, 0, 0, 0]);
});

test('no background at all is infinitely far, none of it foreground is 0', () => {
  expect([...distanceTransform(new Uint8Array(8).fill(1), [2, 2, 2], [1, 1, 1])]).toEqual(new Array(8).fill(Infinity));
  expect([...distanceTransform(new Uint8Array(8), [2, 2, 2], [1, 1, 1])]).toEqual(new Array(8).fill(0));
});

test.each([[0.5, [9, 7, 6], [1, 1, 1]], [0.93, [12, 9, 8], [0.7, 1.3, 2.5]], [0.98, [11, 13, 7], [3, 0.1, 0.7]], [0.95, [31, 17, 1], [0.78, 0.78, 5]]] as const)('equals the search through all zeros, to the last bit (%s filled)', (filled, dims, spacing) => {
  const random = makeRandom(`distance ${filled}`);
  const mask = Uint8Array.from({ length: dims[0] * dims[1] * dims[2] }, () => (random.chance(filled) ? 1 : 0));
  expect(squaredDistanceTransform(mask, dims, spacing)).toEqual(searched(mask, dims, spacing));
});

function searched(mask: Uint8Array, [nx, ny, nz]: Dims, [sx, sy, sz]: readonly [number, number, number]): Float64Array {
  const zeros: number[][] = [];
  const each = (work: (x: number, y: number, z: number, at: number) => void) => {
    for (let z = 0, at = 0; z < nz; z++) for (let y = 0; y < ny; y++) for (let x = 0; x < nx; x++, at++) work(x, y, z, at);
  };
  each((x, y, z, at) => { if (mask[at] === 0) zeros.push([x, y, z]); });
  const out = new Float64Array(mask.length);
  each((x, y, z, at) => {
    out[at] = zeros.reduce((best, [a, b, c]) => {
      const dx = (x - a) * sx, dy = (y - b) * sy, dz = (z - c) * sz;
      return Math.min(best, dx * dx + dy * dy + dz * dz);
    }, Infinity);
  });
  return out;
}
