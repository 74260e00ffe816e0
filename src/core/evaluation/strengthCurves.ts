import { cellOf, type CellView } from '#core/evaluation/groupCells.ts';
import type { Recipe } from '#core/evaluation/recipe.ts';
import { perSubject, tableGrouping } from '#core/evaluation/tableAudit.ts';
import type { TableIndex } from '#core/evaluation/tableIndex.ts';
import { columnNamed, placeOf, tableScope } from '#core/evaluation/tableScope.ts';
import { attemptNow, unwrap, type Result } from '#core/faults.ts';
import type { Estimate } from '#core/statistics/estimate.ts';
import { twoSampleT } from '#core/statistics/welch.ts';

export interface StrengthPoint extends CellView { readonly strength: number; readonly run: string }
export interface StrengthGroup {
  readonly label: string;
  readonly points: readonly StrengthPoint[];
  /** Area under the means over the range of strengths, by the trapezoid rule, divided by that range. Null where a mean is missing. */
  readonly nAuc: number | null;
  /** How much that area differs from the reference group's, over subjects' own areas: Welch's interval. Null for the reference group itself. */
  readonly nAucGap: Result<Estimate> | null;
}
/** Runs of one model whose prompts differ in strength only: jitter in mm, or number of clicks. */
export interface StrengthFamily {
  readonly model: string;
  readonly modelName: string;
  /** The protocol's name without its number, such as "box-jitter" or "clicks". */
  readonly protocol: string;
  readonly reference: string;
  readonly groups: readonly StrengthGroup[];
  /** Subjects of a known group with a value in every run of the family: only they are compared. */
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
      const name = protocol.id.replace(/-[0-9.]+(mm)?(?=-|$)/, '');
      const key = JSON.stringify([model.id, name]);
      const family = families.get(key) ?? { model: model.id, modelName: model.name, protocol: name, runs: [] };
      families.set(key, family);
      family.runs.push({ strength: protocol.strength, run: id, values: perSubject(column, index.rowOf(run, place), scope) });
    });
    return [...families.values()].filter((family) => family.runs.length >= 2).map(({ runs: members, ...family }) => {
      const ordered = members.sort((a, b) => a.strength - b.strength);
      const isComplete = (i: number): boolean => ordered.every(({ values }) => Number.isFinite(values[i]));
      const areas = [...grouping.codes].flatMap((code, i) => (code >= 0 && isComplete(i) ? [{ code, area: areaOf(ordered.map(({ strength, values }) => [strength, values[i]])) }] : []));
      const areasIn = (code: number) => areas.filter((it) => it.code === code).map(({ area }) => area);
      return {
        ...family, subjects: areas.length, reference: grouping.levels[grouping.reference],
        groups: grouping.levels.map((label, code): StrengthGroup => {
          const points = ordered.map(({ strength, run, values }) => ({ strength, run, ...cellOf(recipe, values, (i) => grouping.codes[i] === code && isComplete(i)) }));
          return { label, points, nAuc: normalisedArea(points), nAucGap: code === grouping.reference ? null : gapOf(areasIn(code), areasIn(grouping.reference), recipe.level) };
        }),
      };
    });
  });
}

function gapOf(own: readonly number[], reference: readonly number[], level: number): Result<Estimate> {
  return attemptNow(() => unwrap(twoSampleT(Float64Array.from(own), Float64Array.from(reference), { level })).gap);
}

function normalisedArea(points: readonly StrengthPoint[]): number | null {
  const means = points.map(({ strength, mean }): readonly [number, number] => [strength, mean.state === 'done' ? mean.value.value : Number.NaN]);
  const area = areaOf(means);
  return Number.isNaN(area) ? null : area;
}

/** Area under points in ascending order by the trapezoid rule, over their range; NaN without a range or where a value is missing. */
function areaOf(points: readonly (readonly [number, number])[]): number {
  let area = 0;
  for (let k = 1; k < points.length; k++) area += ((points[k - 1][1] + points[k][1]) / 2) * (points[k][0] - points[k - 1][0]);
  return area / (points[points.length - 1][0] - points[0][0]);
}
