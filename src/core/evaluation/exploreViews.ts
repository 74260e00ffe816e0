import { UNKNOWN_GROUP } from '#core/cohort/grouping.ts';
import type { MissingReason } from '#core/cohort/covariate.ts';
import type { Grouping } from '#core/evaluation/auditData.ts';
import type { Recipe } from '#core/evaluation/recipe.ts';
import { perSubject, tableGrouping } from '#core/evaluation/tableAudit.ts';
import type { TableIndex } from '#core/evaluation/tableIndex.ts';
import { columnNamed, placeOf, tableScope, type TableScope } from '#core/evaluation/tableScope.ts';
import { attemptNow, done, type Result } from '#core/faults.ts';
import { density, type Density } from '#core/statistics/density.ts';
import { describe } from '#core/statistics/describe.ts';
import type { Estimate } from '#core/statistics/estimate.ts';
import { wilsonInterval } from '#core/statistics/rates.ts';
import { isFailure } from '#core/evaluation/auditDescriptions.ts';

/** Which organ and run a picture is of. */
export interface Focus { readonly organ: string; readonly run: string }

/** One group under a focus, as a raincloud shows it. Subjects without the attribute are the last group, named "unknown". */
export interface GroupView {
  readonly label: string;
  readonly isUnknown: boolean;
  readonly subjects: number;
  /** Subjects without a value of the metric. */
  readonly missing: number;
  /** A value per subject that has one, and its case (the first in scope) as an index into the table's cases. */
  readonly values: Float64Array;
  readonly cases: Uint32Array;
  readonly mean: Result<Estimate>;
  readonly median: Result<Estimate>;
  readonly quartiles: readonly [number, number] | null;
  readonly failure: { readonly events: number; readonly rate: Result<Estimate> } | null;
  readonly density: Density | null;
  /** Mean Dice that an equal boundary error costs this group. */
  readonly floor: number | null;
}

export interface FocusView {
  /** Subjects of the modality, before and after the filters. */
  readonly before: number;
  readonly subjects: number;
  /** Subjects without the attribute, by reason, before filters. */
  readonly missingBy: readonly { readonly reason: MissingReason; readonly subjects: number }[];
  readonly reference: string;
  readonly groups: readonly GroupView[];
  /** Least and greatest value on the axis. */
  readonly range: readonly [number, number];
}

/** Subjects, groups and values of a recipe's first grouping, for the pictures: one pass over typed arrays. */
export interface FocusData { readonly scope: TableScope; readonly grouping: Grouping; readonly values: Float64Array; readonly organ: number; readonly run: number }

export function focusData(index: TableIndex, recipe: Recipe, { organ, run }: Focus): FocusData {
  const scope = tableScope(index, recipe);
  const o = placeOf(index.table.organs, organ, 'organ'), r = placeOf(index.table.runs.map(({ id }) => id), run, 'run');
  return { scope, grouping: tableGrouping(index, recipe.groupings[0], scope.subjects), values: perSubject(columnNamed(index, recipe.metric.name), index.rowOf(r, o), scope), organ: o, run: r };
}

/** What is in the data and how each group's values lie. */
export function focusView(index: TableIndex, recipe: Recipe, focus: Focus): Result<FocusView> {
  return attemptNow(() => {
    const data = focusData(index, recipe, focus);
    const { scope, grouping, values, organ, run } = data;
    const floors = recipe.metric.name === 'dice' ? index.table.columns.get('metricFloor') : undefined;
    const floor = floors && perSubject(floors, index.rowOf(run, organ), scope);
    const range = rangeOf(values);
    const failureTail = values.some((value) => isFailure(recipe, value));
    const codes = grouping.codes.includes(-1) ? [...grouping.levels.keys(), -1] : [...grouping.levels.keys()];
    const missing = index.covariates.get(grouping.column)?.missing ?? new Map<MissingReason, number>();
    return {
      before: scope.before, subjects: scope.subjects.length, reference: grouping.levels[grouping.reference], range,
      missingBy: [...missing].map(([reason, subjects]) => ({ reason, subjects })),
      groups: codes.map((code) => groupView(data, recipe, code, { floor, range, failureTail })),
    };
  });
}

function groupView({ scope, grouping, values }: FocusData, recipe: Recipe, code: number, { floor, range: [low, high], failureTail }: { floor: Float64Array | undefined; range: readonly [number, number]; failureTail: boolean }): GroupView {
  const own: number[] = [];
  let subjects = 0, floorSum = 0, floored = 0;
  for (let i = 0; i < values.length; i++) {
    if (grouping.codes[i] !== code) continue;
    subjects++;
    if (floor && !Number.isNaN(floor[i])) { floorSum += floor[i]; floored++; }
    if (!Number.isNaN(values[i])) own.push(i);
  }
  const present = new Float64Array(own.length);
  const cases = new Uint32Array(own.length);
  for (let k = 0; k < own.length; k++) {
    present[k] = values[own[k]];
    cases[k] = scope.casesOf[own[k]][0];
  }
  const told = describe(present, { level: recipe.level, failureTail });
  const events = present.reduce((count, value) => count + (isFailure(recipe, value) ? 1 : 0), 0);
  return {
    label: code < 0 ? UNKNOWN_GROUP : grouping.levels[code], isUnknown: code < 0, subjects, missing: subjects - own.length,
    values: present, cases,
    mean: told.mean, median: told.median.state === 'done' ? done<Estimate>(told.median.value) : told.median,
    quartiles: told.q25 === undefined || told.q75 === undefined ? null : [told.q25, told.q75],
    failure: recipe.metric.failureBelow === undefined ? null : { events, rate: wilsonInterval({ events, n: present.length }, recipe.level) },
    density: density(present, { low, high }) ?? null, floor: floored === 0 ? null : floorSum / floored,
  };
}

/** Scores keep to 0 and 1 where they come near; other metrics get what they span. */
export function rangeOf(values: Float64Array): readonly [number, number] {
  let low = Infinity, high = -Infinity;
  for (const value of values) if (Number.isFinite(value)) { low = Math.min(low, value); high = Math.max(high, value); }
  if (low > high) return [0, 1];
  const margin = low === high ? Math.max(Math.abs(low) * 0.05, 0.01) : (high - low) * 0.03;
  const within01 = low >= 0 && high <= 1;
  return [Math.max(low - margin, low >= 0 ? 0 : -Infinity), within01 ? Math.min(1, high + margin) : high + margin];
}
