import { UNKNOWN_GROUP } from '#core/cohort/grouping.ts';
import type { Grouping } from '#core/evaluation/auditData.ts';
import { isFailure } from '#core/evaluation/auditDescriptions.ts';
import { focusData, type Focus } from '#core/evaluation/exploreViews.ts';
import type { Recipe, RecipeGrouping } from '#core/evaluation/recipe.ts';
import { perSubject, tableGrouping } from '#core/evaluation/tableAudit.ts';
import type { TableIndex } from '#core/evaluation/tableIndex.ts';
import { columnNamed, tableScope } from '#core/evaluation/tableScope.ts';
import { attemptNow, type Result } from '#core/faults.ts';
import { describe } from '#core/statistics/describe.ts';
import type { Estimate } from '#core/statistics/estimate.ts';
import { wilsonInterval } from '#core/statistics/rates.ts';

/** What one cell of a matrix says of the subjects in it. */
export interface CellView {
  readonly n: number;
  readonly missing: number;
  readonly mean: Result<Estimate>;
  readonly median: Result<Estimate>;
  readonly failureRate: Result<Estimate> | null;
}

export interface HeatCell extends CellView { readonly group: string; readonly organ: string; readonly run: string }

/** Group × organ × run: every combination of the recipe's runs and the table's organs. */
export function heatCells(index: TableIndex, recipe: Recipe): Result<readonly HeatCell[]> {
  return attemptNow(() => {
    const { table } = index;
    const scope = tableScope(index, recipe);
    const grouping = tableGrouping(index, recipe.groupings[0], scope.subjects);
    const column = columnNamed(index, recipe.metric.name);
    return table.runs.flatMap(({ id }, run) => (recipe.models?.includes(id) === false ? [] : table.organs.flatMap((organ, o) => {
      const values = perSubject(column, index.rowOf(run, o), scope);
      return groupsOf(grouping).map(([group, code]): HeatCell => ({ group, organ, run: id, ...cellOf(recipe, values, (i) => grouping.codes[i] === code) }));
    })));
  });
}

export interface CrossView { readonly rows: readonly string[]; readonly columns: readonly string[]; readonly cells: readonly (CellView & { readonly row: string; readonly column: string })[] }

/** Two attributes crossed under a focus; a small cell is told with its n and never left out. */
export function crossView(index: TableIndex, recipe: Recipe, focus: Focus, other: RecipeGrouping): Result<CrossView> {
  return attemptNow(() => {
    const { scope, grouping, values } = focusData(index, recipe, focus);
    const second = tableGrouping(index, other, scope.subjects);
    const rows = groupsOf(grouping), columns = groupsOf(second);
    return {
      rows: rows.map(([label]) => label), columns: columns.map(([label]) => label),
      cells: rows.flatMap(([row, a]) => columns.map(([column, b]) => ({ row, column, ...cellOf(recipe, values, (i) => grouping.codes[i] === a && second.codes[i] === b) }))),
    };
  });
}

/** Names and codes of a grouping's groups; subjects without the attribute are the last, of code −1. */
export function groupsOf({ levels, codes }: Grouping): (readonly [string, number])[] {
  const known = levels.map((label, code) => [label, code] as const);
  return codes.includes(-1) ? [...known, [UNKNOWN_GROUP, -1] as const] : known;
}

export function cellOf(recipe: Recipe, values: Float64Array, isIn: (i: number) => boolean): CellView {
  const own: number[] = [];
  for (let i = 0; i < values.length; i++) if (isIn(i)) own.push(values[i]);
  const told = describe(own, { level: recipe.level, failureTail: own.some((value) => isFailure(recipe, value)) });
  const present = own.filter((value) => !Number.isNaN(value));
  const events = present.filter((value) => isFailure(recipe, value)).length;
  return {
    n: told.n, missing: told.missing, mean: told.mean, median: told.median,
    failureRate: recipe.metric.failureBelow === undefined ? null : wilsonInterval({ events, n: present.length }, recipe.level),
  };
}
