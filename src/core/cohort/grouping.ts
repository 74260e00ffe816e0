import { NOT_IN_TABLE } from '#core/cohort/covariate.ts';
import type { CovariateValue } from '#core/cohort/covariate.ts';
import type { Subject } from '#core/cohort/subject.ts';

/**
 * How a covariate splits subjects. Bands: cuts ascending, a value equal to a cut belongs to the band above it (18.5 is
 * normal, 25 overweight, as WHO has it). Categories: every value is a group, unless `levels` merges some.
 */
export type Grouping =
  | { readonly covariate: string; readonly kind: 'bands'; readonly cuts: readonly number[]; readonly labels?: readonly string[] }
  | { readonly covariate: string; readonly kind: 'categories'; readonly merged?: Readonly<Record<string, string>> };

/** Subjects whose value is missing are a group of their own, never left out unseen. */
export const UNKNOWN_GROUP = 'unknown';

export const AGE_BANDS = { covariate: 'age', kind: 'bands', cuts: [18, 40, 65] } as const satisfies Grouping;
export const WHO_BMI_BANDS = { covariate: 'bmi', kind: 'bands', cuts: [18.5, 25, 30], labels: ['underweight', 'normal', 'overweight', 'obese'] } as const satisfies Grouping;
export const SEX_GROUPS: Grouping = { covariate: 'sex', kind: 'categories' };

export interface Group {
  readonly label: string;
  readonly subjectIds: readonly string[];
}

/** Names of the bands with their cut-offs in sight: "< 18", "18 to < 40", "≥ 65", or "obese (≥ 30)". */
export function bandLabels(grouping: Grouping & { readonly kind: 'bands' }): readonly string[] {
  const { cuts, labels } = grouping;
  if (cuts.some((cut, i) => !Number.isFinite(cut) || (i > 0 && cut <= cuts[i - 1]))) throw new Error(`cut-offs must ascend, came ${cuts.join(', ')}`);
  if (labels && labels.length !== cuts.length + 1) throw new Error(`expected ${cuts.length + 1} labels, came ${labels.length}`);
  const ranges = cuts.length === 0 ? ['all'] : [`< ${cuts[0]}`, ...cuts.slice(1).map((cut, i) => `${cuts[i]} to < ${cut}`), `≥ ${cuts[cuts.length - 1]}`];
  return ranges.map((range, i) => (labels ? `${labels[i]} (${range})` : range));
}

/** The group of one value. A bound ("89+") has a band only where the whole of what it may be lies in one; else it is unknown. */
export function groupOf(grouping: Grouping, value: CovariateValue): string {
  if (value.kind === 'missing') return UNKNOWN_GROUP;
  if (grouping.kind === 'categories') {
    const text = String(value.value);
    return grouping.merged?.[text] ?? text;
  }
  if (value.kind !== 'number') return UNKNOWN_GROUP;
  const { cuts } = grouping;
  const band = cuts.filter((cut) => value.value >= cut).length;
  if (value.limit === 'at least' && band < cuts.length) return UNKNOWN_GROUP;
  if (value.limit === 'at most' && band > 0) return UNKNOWN_GROUP;
  return bandLabels(grouping)[band];
}

/** All groups, bands in order (empty ones too), categories by name, unknown last where it has members. Nobody is in two or in none. */
export function groupSubjects(grouping: Grouping, subjects: readonly Subject[]): readonly Group[] {
  const members = new Map<string, string[]>();
  for (const subject of subjects) {
    const label = groupOf(grouping, subject.covariates[grouping.covariate] ?? NOT_IN_TABLE);
    const ids = members.get(label);
    if (ids) ids.push(subject.id);
    else members.set(label, [subject.id]);
  }
  const known = grouping.kind === 'bands' ? bandLabels(grouping) : [...members.keys()].filter((it) => it !== UNKNOWN_GROUP).sort((a, b) => a.localeCompare(b, 'en'));
  const labels = members.has(UNKNOWN_GROUP) ? [...known, UNKNOWN_GROUP] : known;
  return labels.map((label) => ({ label, subjectIds: members.get(label) ?? [] }));
}
