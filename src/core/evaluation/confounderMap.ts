import { valueOf } from '#core/evaluation/covariateViews.ts';
import { attributesOf, covariateLabel, exploreGrouping } from '#core/evaluation/exploreRecipe.ts';
import type { Recipe } from '#core/evaluation/recipe.ts';
import { tableGrouping } from '#core/evaluation/tableAudit.ts';
import type { TableCovariate, TableIndex } from '#core/evaluation/tableIndex.ts';
import { covariateNamed, tableScope } from '#core/evaluation/tableScope.ts';
import { attemptNow, type Result } from '#core/faults.ts';
import { standardisedDifference } from '#core/statistics/propensity.ts';

/** How far the groups of an attribute lie apart in a covariate. */
export interface ConfounderCell {
  readonly attribute: string;
  readonly covariate: string;
  /** Largest absolute standardised mean difference between two groups (of a category: of any of its levels); null where no two groups are large enough, or nobody varies; infinite where the groups differ and neither varies within. */
  readonly difference: number | null;
  /** The two groups, with their numbers, and the level where the covariate is a category. */
  readonly between: readonly [string, string] | null;
  readonly n: readonly [number, number] | null;
  readonly level: string | null;
}

export interface ConfounderMap {
  /** Columns and rows of the map, as the table names them. */
  readonly attributes: readonly string[];
  readonly covariates: readonly string[];
  readonly cells: readonly ConfounderCell[];
  /** Groups of fewer subjects take no part. */
  readonly least: number;
}

/**
 * Which covariates differ between the groups of which attribute: what may confound it. The recipe's own attribute is
 * grouped as the recipe says, the others by their default cut-offs. Standardised mean differences as in the balance table
 * (Austin 2009), with the pooled standard deviation of the two groups.
 */
export function confounderMap(index: TableIndex, recipe: Recipe): Result<ConfounderMap> {
  return attemptNow(() => {
    const { subjects } = tableScope(index, recipe);
    const [own] = recipe.groupings;
    const covariates = recipe.covariates.map(({ column }) => column).filter((column) => index.covariates.has(column));
    const attributes = attributesOf(index).filter((column) => covariates.includes(column));
    const least = recipe.minimumGroup.rank;
    const cells = attributes.flatMap((attribute) => {
      const grouping = tableGrouping(index, attribute === own.column ? own : exploreGrouping(index, attribute), subjects);
      return covariates.filter((column) => column !== attribute).map((column): ConfounderCell => {
        const it = covariateNamed(index, column);
        const members = grouping.levels.map((label, code) => ({ label, values: known(it, subjects, (i) => grouping.codes[i] === code) })).filter(({ values }) => values.length >= least);
        return { attribute, covariate: column, ...largest(it, members) };
      });
    });
    return { attributes, covariates, cells, least };
  });
}

interface Member { readonly label: string; readonly values: Float64Array }

function known(covariate: TableCovariate, subjects: Uint32Array, isIn: (i: number) => boolean): Float64Array {
  return Float64Array.from(subjects.filter((_, i) => isIn(i)), (subject) => valueOf(covariate, subject)).filter((value) => !Number.isNaN(value));
}

function largest({ kind, levels }: TableCovariate, members: readonly Member[]): Omit<ConfounderCell, 'attribute' | 'covariate'> {
  let best: Omit<ConfounderCell, 'attribute' | 'covariate'> = { difference: null, between: null, n: null, level: null };
  const sides = kind === 'numeric' ? [{ level: null, of: (value: number) => value }] : levels.map((level, code) => ({ level, of: (value: number) => Number(value === code) }));
  for (const [a, one] of members.entries()) {
    for (const other of members.slice(a + 1)) {
      const group = Float64Array.from({ length: one.values.length + other.values.length }, (_, i) => Number(i < one.values.length));
      for (const { level, of } of sides) {
        const difference = Math.abs(standardisedDifference(Float64Array.from([...one.values, ...other.values], of), group));
        if (Number.isNaN(difference) || (best.difference !== null && difference <= best.difference)) continue;
        best = { difference, between: [one.label, other.label], n: [one.values.length, other.values.length], level };
      }
    }
  }
  return best;
}

/** A difference in so many digits; one without any overlap is infinite. */
export function differenceText({ difference }: Pick<ConfounderCell, 'difference'>, digits: number): string {
  return difference === null ? '–' : difference === Infinity ? '∞' : difference.toFixed(digits);
}

/** "BMI: 0.42 between obese (n 30) and normal (n 120)", for tips and text alternatives. */
export function confounderWords(cell: ConfounderCell, least: number): string {
  const { attribute, covariate, difference, between, n, level } = cell;
  const what = `${covariateLabel(covariate)}${level === null ? '' : ` (${level})`}`;
  if (difference === null || !between || !n) return `${what} by ${covariateLabel(attribute)}: no two groups of ${least} or more that vary`;
  return `${what} by ${covariateLabel(attribute)}: ${differenceText(cell, 2)} between ${between[0]} (n ${n[0]}) and ${between[1]} (n ${n[1]})${difference === Infinity ? ', which share no value: no adjustment can separate the two' : ''}`;
}
