import { rangeOf } from '#core/evaluation/exploreViews.ts';
import { groupsOf } from '#core/evaluation/groupCells.ts';
import type { Recipe } from '#core/evaluation/recipe.ts';
import { tableGrouping } from '#core/evaluation/tableAudit.ts';
import type { TableCovariate, TableIndex } from '#core/evaluation/tableIndex.ts';
import { covariateNamed, tableScope } from '#core/evaluation/tableScope.ts';
import { attemptNow, type Result } from '#core/faults.ts';
import { quantileOfSorted, sorted } from '#core/num/quantiles.ts';
import { density, type Density } from '#core/statistics/density.ts';

/** A covariate within one group. */
export interface CovariateGroup {
  readonly label: string;
  readonly isUnknown: boolean;
  /** Subjects with a value, and without one. */
  readonly n: number;
  readonly missing: number;
  /** Numbers: first quartile, median, third quartile; null without values. */
  readonly quartiles: readonly [number, number, number] | null;
  /** Null without spread or with fewer than three values. */
  readonly density: Density | null;
  /** Categories: subjects of each level. */
  readonly counts: readonly number[];
}

/** How a covariate lies in every group of the first grouping. */
export interface CovariateView {
  readonly column: string;
  readonly label: string;
  readonly kind: 'numeric' | 'category';
  readonly levels: readonly string[];
  readonly range: readonly [number, number];
  readonly groups: readonly CovariateGroup[];
}

/** Every covariate of the recipe but the one that is grouped by, among the subjects in scope. */
export function covariateViews(index: TableIndex, recipe: Recipe): Result<readonly CovariateView[]> {
  return attemptNow(() => {
    const { subjects } = tableScope(index, recipe);
    const grouping = tableGrouping(index, recipe.groupings[0], subjects);
    return recipe.covariates.filter(({ column }) => column !== grouping.column && index.covariates.has(column)).map(({ column, label = column }): CovariateView => {
      const covariate = covariateNamed(index, column);
      const values = Float64Array.from(subjects, (subject) => valueOf(covariate, subject));
      const range = covariate.kind === 'numeric' ? rangeOf(values) : [0, 1] as const;
      return { column, label, kind: covariate.kind, levels: covariate.levels, range, groups: groupsOf(grouping).map(([name, code]) => groupOf(covariate, values.filter((_, i) => grouping.codes[i] === code), { name, code, range })) };
    });
  });
}

/** A covariate's number or code; NaN where it is missing. */
export function valueOf({ kind, values }: TableCovariate, subject: number): number {
  return kind === 'category' && values[subject] < 0 ? Number.NaN : values[subject];
}

function groupOf({ kind, levels }: TableCovariate, own: Float64Array, { name, code, range: [low, high] }: { readonly name: string; readonly code: number; readonly range: readonly [number, number] }): CovariateGroup {
  const known = own.filter((value) => !Number.isNaN(value));
  const of = { label: name, isUnknown: code < 0, n: known.length, missing: own.length - known.length };
  if (kind === 'category') return { ...of, quartiles: null, density: null, counts: levels.map((_, level) => known.reduce((count, value) => count + Number(value === level), 0)) };
  const ascending = sorted(known);
  const at = (q: number) => quantileOfSorted(ascending, q);
  return { ...of, quartiles: known.length === 0 ? null : [at(0.25), at(0.5), at(0.75)], density: density(known, { low, high }) ?? null, counts: [] };
}
