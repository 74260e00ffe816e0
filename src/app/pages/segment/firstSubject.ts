import type { PhantomSubject } from '#demo/subject.ts';
import type { SegmentSearch } from '#app/pages/segment/segmentSearch.ts';

/** Whom the page opens on when its address names nobody. */
export const FIRST_SUBJECT: PhantomSubject = { seed: 7, sex: 'female', ageYears: 54, bmi: 25, modality: 'CT', site: 'A' };

/** The subject that an address describes; what it leaves out is as the first subject has it. */
export function subjectOf({ sex, age, bmi, modality, site, seed }: SegmentSearch): PhantomSubject {
  const { ageYears, ...first } = FIRST_SUBJECT;
  return { ...first, ageYears: age ?? ageYears, ...defined({ sex, bmi, modality, site, seed }) };
}

function defined<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;
}
