import { expect, test } from 'vitest';
import { placeValue, storedPlaces } from '#app/pages/explore/storedPlaces.ts';

test('a bundle can be chosen although its cohort, which has the same id, has no run', () => {
  const about = { id: 'x', name: 'bundle', savedAt: '2026-01-01T00:00:00Z' };
  const all = storedPlaces({ saved: [{ ...about, layout: 'bundle', subjects: 2, cases: 2 }], results: [{ ...about, rows: 4, runs: 1 }], runs: [], finished: {} });
  expect(new Set(all.map(({ value }) => value)).size).toBe(3);
  expect(all.find(({ value }) => value === placeValue({ kind: 'results', id: 'x' }))?.place).toEqual({ kind: 'results', id: 'x', name: 'bundle' });
  expect(all.map(({ place, value }) => place === null || placeValue(place) === value)).toEqual([true, true, true]);
});
