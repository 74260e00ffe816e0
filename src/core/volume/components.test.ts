import { expect, test } from 'vitest';
import { components, largestComponent } from '#core/volume/components.ts';
import type { Dims } from '#core/volume/grid.ts';

const slice = (...rows: string[]) => ({ dims: [rows[0].length, rows.length, 1] as Dims, mask: Uint8Array.from(rows.join(''), (it) => (it === '#' ? 1 : 0)) });

test('a diagonal joins by corners only', () => {
  const { dims, mask } = slice('#..', '.#.', '..#');
  expect(components(mask, dims, 'face').sizes).toEqual([1, 1, 1]);
  expect(components(mask, dims, 'corner').sizes).toEqual([3]);
});

test('arms that meet late are one component, numbered as the scan meets them', () => {
  const { dims, mask } = slice('#.#.#', '#.#.#', '###..', '....#');
  const { labels, sizes } = components(mask, dims, 'face');
  expect(sizes).toEqual([7, 2, 1]);
  expect([...labels]).toEqual([1, 0, 1, 0, 2, 1, 0, 1, 0, 2, 1, 1, 1, 0, 0, 0, 0, 0, 0, 3]);
});

test('rows do not join across the edge of the array', () => {
  const { dims, mask } = slice('..#', '#..');
  expect(components(mask, dims, 'corner').sizes).toEqual([1, 1]);
});

test('in space: an anti-diagonal neighbour in the next slice', () => {
  const mask = new Uint8Array(27);
  mask[2] = 1; // (2, 0, 0)
  mask[1 + 3 * 1 + 9] = 1; // (1, 1, 1)
  expect(components(mask, [3, 3, 3], 'face').sizes).toEqual([1, 1]);
  expect(components(mask, [3, 3, 3], 'corner').sizes).toEqual([2]);
});

test('the largest is kept; of equals the first; of nothing nothing', () => {
  const { dims, mask } = slice('#..##', '#....', '...##');
  expect([...largestComponent(mask, dims, 'face')]).toEqual([...slice('#....', '#....', '.....').mask]);
  expect([...largestComponent(new Uint8Array(4), [2, 2, 1], 'face')]).toEqual([0, 0, 0, 0]);
});
