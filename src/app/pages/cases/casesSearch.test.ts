import * as v from 'valibot';
import { expect, test } from 'vitest';
import { CasesSearch } from '#app/pages/cases/casesSearch.ts';

test('an address gives back what was chosen, and what makes no sense in it is left out', () => {
  const chosen = { run: 'iso-net/none', organ: 'liver', status: 'failed', sort: 'nsd', direction: 'descending', columns: ['case', 'dice'] };
  expect(v.parse(CasesSearch, chosen)).toEqual(chosen);
  const { run, status, direction, columns } = v.parse(CasesSearch, { run: '', status: 'broken', direction: 'up', columns: 'dice' });
  expect([run, status, direction, columns]).toEqual([undefined, undefined, undefined, undefined]);
});
