import * as v from 'valibot';
import { expect, test } from 'vitest';
import { FIRST_SUBJECT, subjectOf } from '#app/pages/segment/firstSubject.ts';
import { SegmentSearch } from '#app/pages/segment/segmentSearch.ts';

test('what makes no sense in an address is left out, the rest is kept', () => {
  const parsed = v.parse(SegmentSearch, { sex: 'cat', age: 'old', bmi: 31, modality: 'MR', image: '', k: -1, layout: 'axial' });
  expect(JSON.parse(JSON.stringify(parsed))).toEqual({ bmi: 31, modality: 'MR', layout: 'axial' });
});

test('an address that describes part of a subject leaves the rest as the first subject has it', () => {
  expect(subjectOf({})).toEqual(FIRST_SUBJECT);
  expect(subjectOf({ sex: 'male', age: 70, modality: undefined })).toEqual({ ...FIRST_SUBJECT, sex: 'male', ageYears: 70 });
});
