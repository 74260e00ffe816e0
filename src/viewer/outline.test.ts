import { expect, test } from 'vitest';
import { outlineSegments } from '#viewer/outline.ts';

const isSet = (value: number) => value > 0;

test('two pixels side by side have one outline of six unit edges, merged into four segments', () => {
  const data = new Uint8Array(16);
  data[1 + 4 * 2] = 1;
  data[2 + 4 * 2] = 1;
  expect([...outlineSegments(data, 4, 4, isSet)]).toEqual([
    0.5, 1.5, 2.5, 1.5,
    0.5, 2.5, 2.5, 2.5,
    0.5, 1.5, 0.5, 2.5,
    2.5, 1.5, 2.5, 2.5,
  ]);
});

test('a mask that fills the slice is outlined at the slice border, an empty one not at all', () => {
  expect(outlineSegments(new Uint8Array(9).fill(1), 3, 3, isSet)).toHaveLength(16);
  expect(outlineSegments(new Uint8Array(9), 3, 3, isSet)).toHaveLength(0);
});
