import { cellOf, type CellView } from '#core/evaluation/groupCells.ts';
import type { Recipe } from '#core/evaluation/recipe.ts';
import { perSubject, tableGrouping } from '#core/evaluation/tableAudit.ts';
import type { TableIndex } from '#core/evaluation/tableIndex.ts';
import { columnNamed, placeOf, tableScope } from '#core/evaluation/tableScope.ts';
import { attemptNow, type Result } from '#core/faults.ts';

export interface StrengthPoint extends CellView { readonly strength: number; readonly run: string }
export interface StrengthGroup {
  readonly label: string;
  readonly points: readonly StrengthPoint[];
  /** Area under the means over the range of strengths, by the trapezoid rule, divided by that range. Null where a mean is missing. */
  readonly nAuc: number | null;
}
/** Runs of one model whose prompts differ in strength only: jitter in mm, or number of clicks. */
export interface StrengthFamily {
  readonly model: string;
  readonly modelName: string;
  /** The protocol's name without its number, such as "box-jitter" or "clicks". */
  readonly protocol: string;
  readonly groups: readonly StrengthGroup[];
  /** Subjects with a value in every run of the family: only they are compared. */
  readonly subjects: number;
}

/** How each group's score changes with the strength of the prompt's error or with the number of clicks, on the same subjects throughout. */
export function strengthFamilies(index: TableIndex, recipe: Recipe, organ: string): Result<readonly StrengthFamily[]> {
  return attemptNow(() => {
    const { runs, organs } = index.table;
    const scope = tableScope(index, recipe);
    const grouping = tableGrouping(index, recipe.groupings[0], scope.subjects);
    const column = columnNamed(index, recipe.metric.name);
    const place = placeOf(organs, organ, 'organ');
    const families = new Map<string, { readonly model: string; readonly modelName: string; readonly protocol: string; readonly runs: { readonly strength: number; readonly run: string; readonly values: Float64Array }[] }>();
    runs.forEach(({ id, model, protocol }, run) => {
      if (protocol.strength === undefined) return;
      const name = protocol.id.replace(/-?[0-9.]+(mm)?$/, '');
      const key = JSON.stringify([model.id, name]);
      const family = families.get(key) ?? { model: model.id, modelName: model.name, protocol: name, runs: [] };
      families.set(key, family);
      family.runs.push({ strength: protocol.strength, run: id, values: perSubject(column, index.rowOf(run, place), scope) });
    });
    return [...families.values()].filter((family) => family.runs.length >= 2).map(({ runs: members, ...family }) => {
      const ordered = members.sort((a, b) => a.strength - b.strength);
      const isComplete = (i: number): boolean => ordered.every(({ values }) => Number.isFinite(values[i]));
      return {
        ...family, subjects: grouping.codes.filter((_, i) => isComplete(i)).length,
        groups: grouping.levels.map((label, code): StrengthGroup => {
          const points = ordered.map(({ strength, run, values }) => ({ strength, run, ...cellOf(recipe, values, (i) => grouping.codes[i] === code && isComplete(i)) }));
          return { label, points, nAuc: normalisedArea(points) };
        }),
      };
    });
  });
}

function normalisedArea(points: readonly StrengthPoint[]): number | null {
  let area = 0;
  for (let k = 1; k < points.length; k++) {
    const [a, b] = [points[k - 1], points[k]];
    if (a.mean.state === 'failed' || b.mean.state === 'failed') return null;
    area += ((a.mean.value.value + b.mean.value.value) / 2) * (b.strength - a.strength);
  }
  const range = points[points.length - 1].strength - points[0].strength;
  return range > 0 ? area / range : null;
}
