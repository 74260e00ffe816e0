import { expect, test } from 'vitest';
import { joinSubjects } from '#core/cohort/joinSubjects.ts';
import type { Subject } from '#core/cohort/subject.ts';

const subject = (path: string, sex: string): Subject => ({ id: 'a', covariates: { sex: { kind: 'category', value: sex } }, provenance: [{ path, row: 2 }] });

test('subjects of two tables are one by id; where the tables disagree the value is unknown and named', () => {
  expect(joinSubjects([subject('x.csv', 'male'), subject('y.csv', 'male')])).toMatchObject({ subjects: [{ covariates: { sex: { value: 'male' } }, provenance: [{ path: 'x.csv' }, { path: 'y.csv' }] }], faults: [] });
  expect(joinSubjects([subject('x.csv', 'male'), subject('y.csv', 'female')])).toMatchObject({ subjects: [{ covariates: { sex: { kind: 'missing', reason: 'rows disagree' } } }], faults: [{ code: 'table-subject-differs', where: 'sex of a', came: 'x.csv, y.csv' }] });
});
