import { expect, test } from 'vitest';
import { cohortRows, visibleRows } from '#core/cohort/cohortRows.ts';
import type { Cohort } from '#core/cohort/subject.ts';

const COHORT: Cohort = {
  name: 'k',
  subjects: [
    { id: 's1', covariates: { site: { kind: 'category', value: 'B' }, age: { kind: 'number', value: 89, limit: 'at least' } }, provenance: [] },
    { id: 's2', covariates: { site: { kind: 'category', value: 'A' }, age: { kind: 'missing', reason: 'implausible', text: '250' } }, provenance: [] },
    { id: 's10', covariates: { age: { kind: 'number', value: 7 } }, provenance: [] },
  ],
  cases: ['c2', 'c1'].map((id, n) => ({ id, subjectId: `s${n + 1}`, modality: 'CT', images: [], references: [{ organ: 'liver', file: { path: 'x' } }] })),
};
const rows = cohortRows(COHORT);
const ids = (filter: string, order: Parameters<typeof visibleRows>[2]) => [...visibleRows(rows, filter, order)].map((row) => rows.text[1][row]);

test('a row a case, and one for a subject without a scan; what is missing says why', () => {
  expect(rows.columns).toEqual(['case', 'subject', 'modality', 'organs', 'age', 'site']);
  expect(rows.text.map((cells) => cells[1])).toEqual(['c1', 's2', 'CT', '1', '(implausible)', 'A']);
  expect(rows.text.map((cells) => cells[2])).toEqual(['no scan', 's10', '', '0', '7', '(not in the table)']);
});

test('numbers sort as numbers, ids by the numbers in them, and what is missing comes last both ways', () => {
  expect(ids('', { column: 4, direction: 'ascending' })).toEqual(['s10', 's1', 's2']);
  expect(ids('', { column: 4, direction: 'descending' })).toEqual(['s1', 's10', 's2']);
  expect(ids('', { column: 1, direction: 'descending' })).toEqual(['s10', 's2', 's1']);
  expect(ids('', { column: 5, direction: 'descending' })).toEqual(['s1', 's2', 's10']);
});

test('every word of the filter has to be somewhere in the row', () => {
  expect([ids('ct', null), ids('CT 89+', null), ids('ct impl', null)]).toEqual([['s1', 's2'], ['s1'], ['s2']]);
});

test('100,000 rows are filtered and sorted', () => {
  const many: Cohort = {
    name: 'many', cases: [],
    subjects: Array.from({ length: 100_000 }, (_, n) => ({ id: `s${(n * 7919) % 100_000}`, covariates: { age: { kind: 'number', value: (n * 31) % 97 }, site: { kind: 'category', value: `site ${n % 11}` } }, provenance: [] })),
  };
  const built = cohortRows(many);
  expect(visibleRows(built, 'site', { column: 1, direction: 'ascending' })).toHaveLength(100_000);
  expect(visibleRows(built, 'site', { column: 4, direction: 'descending' })[0]).toBe(many.subjects.findIndex((it) => it.covariates['age'].kind === 'number' && it.covariates['age'].value === 96));
});
