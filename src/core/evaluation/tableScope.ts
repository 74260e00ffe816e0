import { UNKNOWN_GROUP } from '#core/cohort/grouping.ts';
import { FaultError } from '#core/faults.ts';
import type { Recipe, RecipeFilter } from '#core/evaluation/recipe.ts';
import type { TableCovariate, TableIndex } from '#core/evaluation/tableIndex.ts';

/** The subjects and cases of a result table that a recipe is about. */
export interface TableScope {
  /** Indices of subjects that take part, ascending. */
  readonly subjects: Uint32Array;
  /** Cases of those subjects that take part: of the modality, in the order of `subjects`. */
  readonly casesOf: readonly (readonly number[])[];
  /** Subjects with a case of this modality, before filters. */
  readonly before: number;
}

/** Applies the recipe's modality and filters. Faults name a column, organ or model that the table does not have. */
export function tableScope(index: TableIndex, recipe: Recipe): TableScope {
  if (recipe.data.layout !== 'results') throw new FaultError('recipe-invalid', { where: 'data.layout', expected: 'results, for a table of results', came: recipe.data.layout });
  const { modality, filters } = recipe.data;
  const { table } = index;
  const passes = filters.map((filter) => filterOf(index, recipe, filter));
  const subjects: number[] = [], casesOf: (readonly number[])[] = [];
  let before = 0;
  for (let subject = 0; subject < table.subjects.length; subject++) {
    const all = index.casesOf[subject];
    const own = modality === 'together' ? all : all.filter((it) => table.cases[it].modality === modality);
    if (own.length === 0) continue;
    before++;
    if (!passes.every((pass) => pass(subject, own))) continue;
    subjects.push(subject);
    casesOf.push(own);
  }
  return { subjects: Uint32Array.from(subjects), casesOf, before };
}

/** The covariate of this name, or the fault that names those there are. */
export function covariateNamed(index: TableIndex, column: string): TableCovariate {
  const it = index.covariates.get(column);
  if (!it) throw new FaultError('recipe-column-missing', { where: column, expected: `a covariate "${column}"`, came: [...index.covariates.keys()].slice(0, 12).join(', ') });
  return it;
}

/** Index of a name in the table's organs or runs, or the fault. */
export function placeOf(names: readonly string[], wanted: string, what: string): number {
  const at = names.indexOf(wanted);
  if (at < 0) throw new FaultError('recipe-column-missing', { where: what, expected: wanted, came: names.slice(0, 12).join(', ') });
  return at;
}

/** Mean over a subject's cases of one column; NaN where no case has a value. */
export function subjectValue(column: Float64Array, rowOf: Int32Array, cases: readonly number[]): number {
  let sum = 0, count = 0;
  for (const it of cases) {
    const row = rowOf[it];
    if (row < 0 || Number.isNaN(column[row])) continue;
    sum += column[row];
    count++;
  }
  return count === 0 ? Number.NaN : sum / count;
}

/** The measured column of this name, or the fault that names those in memory. */
export function columnNamed({ table }: TableIndex, name: string): Float64Array {
  const column = table.columns.get(name);
  if (!column) throw new FaultError('recipe-column-missing', { where: name, expected: `a measured column "${name}"`, came: [...table.columns.keys()].slice(0, 12).join(', ') });
  return column;
}

type Passes = (subject: number, cases: readonly number[]) => boolean;

function filterOf(index: TableIndex, recipe: Recipe, filter: RecipeFilter): Passes {
  const { table } = index;
  const within = (value: number, { low = -Infinity, high = Infinity }: { readonly low?: number | undefined; readonly high?: number | undefined }): boolean => value >= low && value <= high;
  switch (filter.kind) {
    case 'range': {
      const { values, kind } = covariateNamed(index, filter.column);
      if (kind !== 'numeric') throw new FaultError('recipe-invalid', { where: `filter ${filter.column}`, expected: 'a covariate of numbers', came: 'categories' });
      return (subject) => within(values[subject], filter);
    }
    case 'values': {
      const { values, levels, kind } = covariateNamed(index, filter.column);
      const wanted = new Set(filter.values);
      const isMissing = (value: number): boolean => Number.isNaN(value) || (kind === 'category' && value < 0);
      return (subject) => wanted.has(isMissing(values[subject]) ? UNKNOWN_GROUP : kind === 'category' ? levels[values[subject]] : String(values[subject]));
    }
    case 'score': {
      const column = columnNamed(index, recipe.metric.name);
      const rowOf = index.rowOf(placeOf(table.runs.map(({ id }) => id), filter.model, 'filter by score'), placeOf(table.organs, filter.organ, 'filter by score'));
      return (_, cases) => within(subjectValue(column, rowOf, cases), filter);
    }
  }
}
