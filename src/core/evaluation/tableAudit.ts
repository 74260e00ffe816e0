import { cutLabels, isChosen, referenceOf, type AuditData, type Covariate, type Grouping, type ScoreColumn } from '#core/evaluation/auditData.ts';
import { auditOf, type Audit } from '#core/evaluation/auditCohort.ts';
import type { Recipe, RecipeCovariate, RecipeGrouping } from '#core/evaluation/recipe.ts';
import type { TableIndex } from '#core/evaluation/tableIndex.ts';
import { columnNamed, covariateNamed, subjectValue, tableScope, type TableScope } from '#core/evaluation/tableScope.ts';
import { attemptNow, FaultError, type Result } from '#core/faults.ts';

/** Column of a result table with the expert's volume: as a covariate it is each organ's own, as a mediator it lies on the way to the score. */
export const ORGAN_VOLUME = 'referenceVolumeMl';
/** Column with the Dice that an equal boundary error costs; it belongs to Dice alone. */
const FLOOR = 'metricFloor';

/** The audit of a result table that a recipe of the layout "results" describes; the same verb for page and command line. */
export async function auditTable(index: TableIndex, recipe: Recipe, options: { signal?: AbortSignal; onProgress?: (fraction: number) => void } = {}): Promise<Result<Audit>> {
  const data = tableAuditData(index, recipe);
  return data.state === 'failed' ? data : auditOf(data.value, recipe, options.signal, options.onProgress);
}

/**
 * Sorts a result table into what the recipe asks for. The subject is the unit: one with several cases in scope counts
 * once, with their mean. A run's score column is named by the run's id.
 */
export function tableAuditData(index: TableIndex, recipe: Recipe): Result<AuditData> {
  return attemptNow(() => {
    const scope = tableScope(index, recipe);
    if (scope.subjects.length === 0) throw new FaultError('stats-no-values', { expected: 'subjects that pass the filters', came: `none of ${scope.before}` });
    const places = placesOf(index, recipe);
    const values = scoreValues(index, recipe.metric.name, places, scope);
    const floors = recipe.metric.name === 'dice' ? index.table.columns.get(FLOOR) : undefined;
    const columns = places.map(({ organ, run }): ScoreColumn => ({
      metric: recipe.metric.name, organ: index.table.organs[organ], model: index.table.runs[run].id,
      floor: floors && perSubject(floors, index.rowOf(run, organ), scope),
    }));
    return {
      subjects: Array.from(scope.subjects, (it) => index.table.subjects[it].id), columns,
      table: { subjects: scope.subjects.length, columns: columns.length, values },
      groupings: recipe.groupings.map((grouping) => tableGrouping(index, grouping, scope.subjects)),
      covariates: recipe.covariates.map((covariate) => covariateOf(index, covariate, scope, places)),
    };
  });
}

interface Place { readonly organ: number; readonly run: number }

function placesOf({ table }: TableIndex, recipe: Recipe): Place[] {
  const places = table.runs.flatMap((run, r) => table.organs.flatMap((organ, o) => (isChosen(recipe, organ, run.id) ? [{ organ: o, run: r }] : [])));
  if (places.length === 0) {
    throw new FaultError('recipe-column-missing', {
      where: 'models and organs', expected: [...(recipe.models ?? []), ...(recipe.organs ?? [])].join(', '), came: [...table.runs.map(({ id }) => id), ...table.organs].slice(0, 12).join(', '),
    });
  }
  return places;
}

function scoreValues(index: TableIndex, metric: string, places: readonly Place[], { subjects, casesOf }: TableScope): Float64Array {
  const column = columnNamed(index, metric);
  const values = new Float64Array(subjects.length * places.length);
  places.forEach(({ organ, run }, c) => {
    const rowOf = index.rowOf(run, organ);
    for (let i = 0; i < subjects.length; i++) values[i * places.length + c] = subjectValue(column, rowOf, casesOf[i]);
  });
  return values;
}

export function perSubject(column: Float64Array, rowOf: Int32Array, { subjects, casesOf }: TableScope): Float64Array {
  const values = new Float64Array(subjects.length);
  for (let i = 0; i < values.length; i++) values[i] = subjectValue(column, rowOf, casesOf[i]);
  return values;
}

/** How subjects fall into the groups of a grouping. A bound ("89+") has a band only where all it may be lies in one. */
export function tableGrouping(index: TableIndex, grouping: RecipeGrouping, subjects: Uint32Array): Grouping {
  const { attribute, column } = grouping;
  const covariate = covariateNamed(index, column);
  if (grouping.kind === 'cut') {
    if (covariate.kind !== 'numeric') throw new FaultError('table-not-a-number', { where: column, expected: 'numbers to cut', came: covariate.levels.slice(0, 3).join(', ') });
    const { cuts } = grouping;
    const levels = grouping.labels ?? cutLabels(cuts);
    const codes = new Int16Array(subjects.length);
    const numeric = new Float64Array(subjects.length);
    for (let i = 0; i < subjects.length; i++) {
      numeric[i] = covariate.values[subjects[i]];
      codes[i] = bandOf(numeric[i], covariate.limits?.[subjects[i]] ?? 0, cuts);
    }
    return { attribute, column, levels, codes, reference: referenceOf(grouping.reference, levels, codes, attribute), ordered: true, numeric };
  }
  const own = covariate.kind === 'category' ? covariate.levels : [...new Set(covariate.values.filter((value) => !Number.isNaN(value)))].sort((a, b) => a - b).map(String);
  const levels = [...(grouping.levels ?? []), ...own.filter((level) => grouping.levels?.includes(level) !== true)];
  const place = new Map(levels.map((level, code) => [level, code]));
  const nameOf = (value: number): string => (covariate.kind === 'category' ? covariate.levels[value] : String(value));
  const codes = Int16Array.from(subjects, (subject) => {
    const value = covariate.values[subject];
    return Number.isNaN(value) || (covariate.kind === 'category' && value < 0) ? -1 : place.get(nameOf(value)) ?? -1;
  });
  return { attribute, column, levels, codes, reference: referenceOf(grouping.reference, levels, codes, attribute), ordered: grouping.ordered ?? false, numeric: undefined };
}

function bandOf(value: number, limit: number, cuts: readonly number[]): number {
  if (Number.isNaN(value)) return -1;
  let band = 0;
  while (band < cuts.length && value >= cuts[band]) band++;
  return (limit > 0 && band < cuts.length) || (limit < 0 && band > 0) ? -1 : band;
}

function covariateOf(index: TableIndex, { column, kind, label = column }: RecipeCovariate, scope: TableScope, places: readonly Place[]): Covariate {
  if (column === ORGAN_VOLUME) {
    const volumes = columnNamed(index, ORGAN_VOLUME);
    const own = places.map(({ organ, run }) => perSubject(volumes, index.rowOf(run, organ), scope));
    return { column, label, kind: 'numeric', levels: [], at: (scoreColumn) => own[scoreColumn] };
  }
  const covariate = covariateNamed(index, column);
  if (kind !== covariate.kind) throw new FaultError('recipe-invalid', { where: `covariates ${column}`, expected: covariate.kind, came: kind });
  const values = Float64Array.from(scope.subjects, (it) => covariate.values[it]);
  return { column, label, kind, levels: covariate.levels, at: () => values };
}
