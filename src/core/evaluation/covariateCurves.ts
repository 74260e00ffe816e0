import { focusData, type Focus } from '#core/evaluation/exploreViews.ts';
import type { Recipe } from '#core/evaluation/recipe.ts';
import type { TableIndex } from '#core/evaluation/tableIndex.ts';
import { covariateNamed } from '#core/evaluation/tableScope.ts';
import { attemptNow, FaultError, type Result } from '#core/faults.ts';
import { spearman, type Correlation } from '#core/statistics/correlation.ts';
import { splineCurve, type SplineCurve } from '#core/statistics/splineCurve.ts';

export interface CurveGroup {
  readonly label: string;
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Cases as indices into the table's cases. */
  readonly cases: Uint32Array;
  readonly curve: Result<SplineCurve>;
  readonly correlation: Result<Correlation>;
}
export interface CovariateCurves { readonly covariate: string; readonly groups: readonly CurveGroup[] }

/** Below this a spline follows single subjects. */
const LEAST = 20;

/** The metric against a covariate that is a number, per group: the points, a spline with its band, and Spearman's rho. */
export function covariateCurves(index: TableIndex, recipe: Recipe, focus: Focus, covariate: string): Result<CovariateCurves> {
  return attemptNow(() => {
    const { scope, grouping, values } = focusData(index, recipe, focus);
    const known = covariateNamed(index, covariate);
    if (known.kind !== 'numeric') throw new FaultError('table-not-a-number', { where: covariate, expected: 'numbers', came: 'categories' });
    const isItself = grouping.column === covariate;
    const labels = isItself ? ['all'] : grouping.levels;
    return {
      covariate,
      groups: labels.map((label, code): CurveGroup => {
        const own: number[] = [];
        for (let i = 0; i < values.length; i++) {
          if ((isItself || grouping.codes[i] === code) && Number.isFinite(values[i]) && !Number.isNaN(known.values[scope.subjects[i]])) own.push(i);
        }
        const x = Float64Array.from(own, (i) => known.values[scope.subjects[i]]), y = Float64Array.from(own, (i) => values[i]);
        const small = attemptNow<never>(() => { throw new FaultError('stats-group-too-small', { expected: `${LEAST} subjects for a curve`, came: `${own.length}` }); });
        return {
          label, x, y, cases: Uint32Array.from(own, (i) => scope.casesOf[i][0]),
          curve: own.length < LEAST ? small : splineCurve(x, y, { level: recipe.level }), correlation: own.length < 4 ? small : spearman(x, y, recipe.level),
        };
      }),
    };
  });
}
