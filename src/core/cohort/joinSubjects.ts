import { idsText } from '#core/cohort/layouts/caseParts.ts';
import { mergeValues } from '#core/cohort/mergeValues.ts';
import type { Subject } from '#core/cohort/subject.ts';
import { fault } from '#core/faults.ts';
import type { Fault } from '#core/faults.ts';

/** Subjects of several tables as one list, one for each id; where tables disagree the value is unknown and named. */
export function joinSubjects(subjects: readonly Subject[]): { readonly subjects: readonly Subject[]; readonly faults: readonly Fault[] } {
  const byId = new Map<string, Subject>();
  const faults: Fault[] = [];
  for (const it of subjects) {
    const before = byId.get(it.id);
    const covariates = { ...before?.covariates };
    const provenance = [...(before?.provenance ?? []), ...it.provenance];
    const differing = mergeValues(covariates, it.covariates);
    if (differing.length > 0) faults.push(fault('table-subject-differs', { where: `${idsText(differing)} of ${it.id}`, came: [...new Set(provenance.map(({ path }) => path))].join(', ') }));
    byId.set(it.id, { id: it.id, covariates, provenance });
  }
  return { subjects: [...byId.values()], faults };
}
