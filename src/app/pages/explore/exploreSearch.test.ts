import * as v from 'valibot';
import { expect, test } from 'vitest';
import { ExploreSearch, focusOfSearch, searchOfSelection, selectionOfSearch } from '#app/pages/explore/exploreSearch.ts';

test('what makes no sense is left out of the address, and the rest stays', () => {
  const given = { attribute: 'bmi', cuts: [30, 25], metric: '', modality: 'PET', filters: [{ kind: 'range', column: 'age', low: 40 }], more: ['magic'], permutations: 1e9, seed: 7, view: 'pie' };
  expect(v.parse(ExploreSearch, given)).toEqual({ attribute: 'bmi', filters: [{ kind: 'range', column: 'age', low: 40 }], seed: 7 });
});

test('a selection survives the address', () => {
  const selection = { attribute: 'age', cuts: [40, 65], reference: '< 40', failureBelow: 0.6, adjust: ['site'], filters: [{ kind: 'values' as const, column: 'sex', values: ['female'] }], seed: 'x' };
  expect(selectionOfSearch(searchOfSelection(selection))).toEqual(selection);
});

test('pictures are of the first organ and run where the address names none that exist', () => {
  const facts = { organs: ['liver', 'spleen'], wholeRuns: ['a', 'b'] };
  expect(focusOfSearch({ organ: 'heart', run: 'b' }, facts)).toEqual({ organ: 'liver', run: 'b' });
  expect(focusOfSearch({ runs: ['b'], run: 'a' }, facts)).toEqual({ organ: 'liver', run: 'b' });
});
