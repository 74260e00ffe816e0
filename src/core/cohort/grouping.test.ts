import { expect, test } from 'vitest';
import type { CovariateValue } from '#core/cohort/covariate.ts';
import { AGE_BANDS, groupOf, groupSubjects, SEX_GROUPS, WHO_BMI_BANDS } from '#core/cohort/grouping.ts';
import { formatCohort, migrated, parseCohort } from '#core/cohort/savedCohort.ts';
import type { Cohort, Subject } from '#core/cohort/subject.ts';
import { organsOf } from '#core/cohort/subject.ts';

const number = (value: number): CovariateValue => ({ kind: 'number', value });
const subject = (id: string, covariates: Record<string, CovariateValue>): Subject => ({ id, covariates, provenance: [] });

test('WHO bands: a value on a cut-off belongs to the band above, and the cut-offs are in the names', () => {
  expect([18.4, 18.5, 24.9, 25, 30, 72.23].map((bmi) => groupOf(WHO_BMI_BANDS, number(bmi)))).toEqual([
    'underweight (< 18.5)', 'normal (18.5 to < 25)', 'normal (18.5 to < 25)', 'overweight (25 to < 30)', 'obese (≥ 30)', 'obese (≥ 30)']);
});

test('"89+" is in the highest band, but in none where a cut-off lies above it', () => {
  const capped: CovariateValue = { kind: 'number', value: 89, limit: 'at least' };
  expect(groupOf(AGE_BANDS, capped)).toBe('≥ 65');
  expect(groupOf({ covariate: 'age', kind: 'bands', cuts: [40, 95] }, capped)).toBe('unknown');
});

test('sex has as many groups as values; those without are the group unknown, last; nobody is lost', () => {
  const subjects = [subject('1', { sex: { kind: 'category', value: 'male' } }), subject('2', { sex: { kind: 'missing', reason: 'empty' } }), subject('3', {}),
    subject('4', { sex: { kind: 'category', value: 'transgender_male_to_female' } }), subject('5', { sex: { kind: 'category', value: 'female' } })];
  expect(groupSubjects(SEX_GROUPS, subjects)).toEqual([
    { label: 'female', subjectIds: ['5'] }, { label: 'male', subjectIds: ['1'] }, { label: 'transgender_male_to_female', subjectIds: ['4'] }, { label: 'unknown', subjectIds: ['2', '3'] }]);
});

test('empty bands stay visible', () => {
  expect(groupSubjects(AGE_BANDS, [subject('1', { age: number(50) })]).map((it) => [it.label, it.subjectIds.length])).toEqual([['< 18', 0], ['18 to < 40', 0], ['40 to < 65', 1], ['≥ 65', 0]]);
});

test('cut-offs that do not ascend are a mistake', () => {
  expect(() => groupOf({ covariate: 'age', kind: 'bands', cuts: [40, 20] }, number(3))).toThrow('ascend');
});

const COHORT: Cohort = {
  name: 'two',
  subjects: [subject('a', { age: { kind: 'number', value: 89, limit: 'at least' }, sex: { kind: 'missing', reason: 'marked missing', text: 'n/a' } })],
  cases: [{ id: 'a', subjectId: 'a', modality: 'CT', images: [{ path: 'a.nii.gz', sizeBytes: 4 }], references: [{ organ: 'liver', file: { path: 'l.nii.gz' }, labelValues: [1, 2] }] }],
};

test('a saved cohort is the same when read again', () => {
  expect(parseCohort(formatCohort(COHORT))).toEqual({ state: 'done', value: COHORT });
  expect(organsOf(COHORT)).toEqual(['liver']);
});

test('an old shape passes every step between, in order; a missing step is a mistake', () => {
  const steps = { 1: () => ({ image: 'a' }), 2: (saved: Readonly<Record<string, unknown>>) => ({ images: [saved['image']] }) };
  expect(migrated({}, 1, 3, steps)).toEqual({ images: ['a'] });
  expect(migrated({ image: 'b' }, 2, 3, steps)).toEqual({ images: ['b'] });
  expect(() => migrated({}, 1, 4, steps)).toThrow('version 3');
});

test('what is newer, damaged or something else is named', () => {
  const code = (text: string) => { const it = parseCohort(text); return it.state === 'failed' ? it.fault.code : 'done'; };
  expect(code(JSON.stringify({ isodice: 'cohort', version: 99 }))).toBe('cohort-newer');
  expect(['', '[]', '{"version":1}', JSON.stringify({ isodice: 'cohort', version: 1 }), JSON.stringify({ isodice: 'cohort', version: 1, name: 'x', subjects: [], cases: [{ id: 3 }] })].map(code)).toEqual(Array(5).fill('cohort-unreadable'));
});
