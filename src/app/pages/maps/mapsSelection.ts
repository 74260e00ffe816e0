import type { Grouping } from '#core/cohort/grouping.ts';
import { pairedOrgans } from '#core/errormaps/bothSides.ts';
import { groupSubjects, UNKNOWN_GROUP, WHO_BMI_BANDS } from '#core/cohort/grouping.ts';
import type { MapsCohort, MapsQuestion } from '#core/evaluation/mapsQuestion.ts';
import { OTHERS } from '#core/evaluation/mapsQuestion.ts';
import type { TableFacts } from '#core/evaluation/tableFacts.ts';
import type { MapsSearch } from '#app/pages/maps/mapsSearch.ts';

export const PERMUTATIONS = 2000;
const TOLERANCE_MM = 3;

/** What the page asks, with everything written out, and what could be chosen instead. */
export interface MapsSelection {
  readonly organ: string;
  readonly run: string;
  readonly attribute: string;
  readonly attributes: readonly string[];
  readonly groups: readonly { readonly label: string; readonly subjects: number }[];
  readonly question: MapsQuestion;
}

/** Covariates that belong to subjects: the modality belongs to a case and is a filter here. */
export function subjectAttributes({ attributes }: TableFacts): readonly string[] {
  return attributes.filter((it) => it !== 'modality');
}

/** Null where the table's subjects have no attribute to compare by. */
export function mapsSelection(search: MapsSearch, facts: TableFacts, { subjects, cases }: MapsCohort): MapsSelection | null {
  const attributes = subjectAttributes(facts);
  const attribute = search.attribute !== undefined && attributes.includes(search.attribute) ? search.attribute : attributes[0];
  if (attribute === undefined) return null;
  const grouping = groupingOf(attribute, facts, search.cuts);
  const modality = search.modality ?? facts.mainModality;
  // Who has no case of the modality is in no map of it.
  const scanned = new Set(cases.flatMap((it) => (modality === 'together' || it.modality === modality ? [subjects[it.subject].id] : [])));
  const groups = groupSubjects(grouping, subjects.map((it) => ({ ...it, provenance: [] }))).map(({ label, subjectIds }) => ({ label, subjects: subjectIds.filter((id) => scanned.has(id)).length }));
  return {
    attribute, attributes, groups,
    organ: search.organ !== undefined && (facts.organs.includes(search.organ) || pairedOrgans(facts.organs).includes(search.organ)) ? search.organ : facts.organs[0],
    run: search.run !== undefined && facts.runs.some(({ id }) => id === search.run) ? search.run : facts.wholeRuns[0] ?? facts.runs[0]?.id ?? '',
    question: {
      grouping, groups: chosenGroups(search, groups),
      measure: search.show === 'outside' || search.show === 'inside' ? { kind: search.show, toleranceMm: search.toleranceMm ?? TOLERANCE_MM } : { kind: 'signed' },
      modality: modality === 'together' ? undefined : modality,
      covariates: (search.adjust ?? []).filter((it) => attributes.includes(it) && it !== attribute),
      stratifyBy: search.strata !== undefined && attributes.includes(search.strata) && search.strata !== attribute ? search.strata : undefined,
      statistic: search.statistic ?? 'tfce', sided: search.sided ?? 'two-sided', permutations: search.permutations ?? PERMUTATIONS, seed: search.seed ?? 1,
    },
  };
}

function groupingOf(covariate: string, facts: TableFacts, cuts: readonly number[] | undefined): Grouping {
  const it = facts.covariates.find(({ column }) => column === covariate);
  const own = cuts ?? it?.defaultCuts ?? [];
  if (it?.kind !== 'numeric' || own.length === 0) return { covariate, kind: 'categories' };
  const named = covariate === 'bmi' && WHO_BMI_BANDS.kind === 'bands' && String(own) === String(WHO_BMI_BANDS.cuts) ? WHO_BMI_BANDS.labels : undefined;
  return { covariate, kind: 'bands', cuts: own, ...(named ? { labels: named } : {}) };
}

/** As named in the address; else the largest known group, against the last other one. */
function chosenGroups({ first, second }: MapsSearch, groups: MapsSelection['groups']): [string, string] {
  const known = groups.filter(({ label, subjects }) => label !== UNKNOWN_GROUP && subjects > 0);
  const has = (label: string | undefined): label is string => groups.some((it) => it.label === label);
  const a = has(first) ? first : known.reduce((best, it) => (it.subjects > best.subjects && it.label !== second ? it : best), { label: known.find(({ label }) => label !== second)?.label ?? '', subjects: 0 }).label;
  const b = (has(second) || second === OTHERS) && second !== a ? second : known.filter(({ label }) => label !== a).at(-1)?.label ?? OTHERS;
  return [a, b];
}
