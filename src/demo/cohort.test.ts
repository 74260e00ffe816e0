import { expect, test } from 'vitest';
import { COHORT_SIZE, makeCohort, makeTrainingCohort } from '#demo/cohort.ts';

const cohort = makeCohort();
const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;

test('the bundled cohort has 1056 subjects with their own ids and seeds, the same each time', () => {
  expect(cohort).toHaveLength(COHORT_SIZE);
  expect(new Set(cohort.map((m) => m.id)).size).toBe(COHORT_SIZE);
  expect(new Set(cohort.map((m) => m.subject.seed)).size).toBe(COHORT_SIZE);
  expect(makeCohort()).toEqual(cohort);
  expect(makeCohort(1, 10)).toEqual(cohort.slice(0, 10));
  expect(makeCohort(2, 10)).not.toEqual(cohort.slice(0, 10));
});

test('every group is there in numbers that can be compared', () => {
  const count = (is: (m: (typeof cohort)[number]) => boolean) => cohort.filter(is).length;
  for (const sex of ['female', 'male']) expect(count((m) => m.subject.sex === sex)).toBeGreaterThan(450);
  for (const modality of ['CT', 'MR']) expect(count((m) => m.subject.modality === modality)).toBeGreaterThan(450);
  for (const site of ['A', 'B', 'C', 'D']) expect(count((m) => m.subject.site === site)).toBeGreaterThan(100);
  expect(count((m) => m.subject.bmi >= 30)).toBeGreaterThan(120);
  expect(count((m) => m.subject.bmi < 18.5)).toBeGreaterThan(8);
  expect(count((m) => m.subject.ageYears >= 75)).toBeGreaterThan(60);
});

test('site is confounded with age', () => {
  const age = (site: string) => mean(cohort.filter((m) => m.subject.site === site).map((m) => m.subject.ageYears));
  expect(age('D') - age('A')).toBeGreaterThan(10);
});

test('about two in a hundred values are missing, each with its reason', () => {
  const values = cohort.flatMap((m) => [m.recorded.sex, m.recorded.ageYears, m.recorded.bmi]);
  const missing = values.filter((value) => value.state === 'missing');
  expect(missing.length / values.length).toBeGreaterThan(0.012);
  expect(missing.length / values.length).toBeLessThan(0.028);
  expect(new Set(missing.map((value) => value.reason)).size).toBe(3);
});

test('training twins share everything but BMI, and share no seed with the bundled cohort', () => {
  const balanced = makeTrainingCohort('balanced', 1, 300), unbalanced = makeTrainingCohort('unbalanced', 1, 300);
  const heavy = (subjects: typeof balanced) => subjects.filter((s) => s.bmi >= 30).length;
  expect(heavy(balanced)).toBeGreaterThan(75);
  expect(heavy(unbalanced)).toBeLessThan(20);
  const rest = (subjects: typeof balanced) => subjects.map((subject) => ({ ...subject, bmi: 0 }));
  expect(rest(balanced)).toEqual(rest(unbalanced));
  const bundled = new Set(cohort.map((m) => m.subject.seed));
  expect(balanced.filter((s) => bundled.has(s.seed))).toEqual([]);
});
