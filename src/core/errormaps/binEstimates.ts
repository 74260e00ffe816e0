import { attemptNow, done } from '#core/faults.ts';
import { tQuantile } from '#core/num/distributions.ts';
import type { Covariate, ReducedModel } from '#core/errormaps/reducedModel.ts';
import { reducedModel, squares, without } from '#core/errormaps/reducedModel.ts';

/** What is estimated in each bin; arrays of one value per bin. Second minus first group, adjusted for the covariates. */
export interface BinEstimates {
  readonly countFirst: Uint32Array;
  readonly countSecond: Uint32Array;
  /** Plain means of the groups. */
  readonly meanFirst: Float64Array;
  readonly meanSecond: Float64Array;
  readonly difference: Float64Array;
  readonly differenceLow: Float64Array;
  readonly differenceHigh: Float64Array;
  /** Difference by the residual standard deviation, with Hedges' correction, and its 95 % interval. */
  readonly effect: Float64Array;
  readonly effectLow: Float64Array;
  readonly effectHigh: Float64Array;
  /** 1 where both groups have enough subjects; elsewhere the estimates are 0 and nothing is tested. */
  readonly tested: Uint8Array;
  /** subjects × bins: what the covariates leave of the maps; 0 where a value is missing or a bin is not tested. */
  readonly residuals: Float64Array;
}

export interface MapTable {
  readonly subjects: number;
  readonly bins: number;
  /** subjects × bins, row-major; NaN where a bin is masked in a subject. */
  readonly values: Float32Array;
  /** 0 for the first group, 1 for the second. */
  readonly group: Uint8Array;
  readonly covariates: readonly Covariate[];
}

/** Relative sum of squares below which a residual is rounding. */
const ROUNDING = 1e-24;

/** Estimates by ordinary least squares in every bin, on the subjects that have a value there. */
export function binEstimates(table: MapTable, whole: ReducedModel, fewest: number): BinEstimates {
  const { subjects, bins, values, group } = table;
  const zeros = () => new Float64Array(bins);
  const it = {
    countFirst: new Uint32Array(bins), countSecond: new Uint32Array(bins), meanFirst: zeros(), meanSecond: zeros(),
    difference: zeros(), differenceLow: zeros(), differenceHigh: zeros(), effect: zeros(), effectLow: zeros(), effectHigh: zeros(),
    tested: new Uint8Array(bins), residuals: new Float64Array(subjects * bins),
  };
  for (let bin = 0; bin < bins; bin++) {
    const rows: number[] = [];
    for (let i = 0; i < subjects; i++) {
      const value = values[i * bins + bin];
      if (Number.isNaN(value)) continue;
      rows.push(i);
      if (group[i] === 1) {
        it.countSecond[bin]++;
        it.meanSecond[bin] += value;
      } else {
        it.countFirst[bin]++;
        it.meanFirst[bin] += value;
      }
    }
    it.meanFirst[bin] /= Math.max(1, it.countFirst[bin]);
    it.meanSecond[bin] /= Math.max(1, it.countSecond[bin]);
    if (Math.min(it.countFirst[bin], it.countSecond[bin]) < fewest || rows.length < table.covariates.length + 3) continue;
    // Where those who have a value leave a covariate constant, nothing can be adjusted for it, and the bin is not tested.
    const fitted = rows.length === subjects ? done(whole) : attemptNow(() => reducedModel(Int32Array.from(rows), group, table.covariates));
    if (fitted.state === 'failed') continue;
    const model = fitted.value;
    const column = Float64Array.from(rows, (row) => values[row * bins + bin]);
    const residual = without(column, model.basis);
    // What is left of a column that the covariates explain is rounding, and no evidence.
    if (squares(residual) <= ROUNDING * squares(column)) residual.fill(0);
    rows.forEach((row, n) => { it.residuals[row * bins + bin] = residual[n]; });
    it.tested[bin] = 1;
    estimate(model, residual, bin, it);
  }
  return it;
}

function estimate({ group, groupSquares, df }: ReducedModel, residual: Float64Array, bin: number, out: BinEstimates): void {
  let along = 0;
  for (let n = 0; n < group.length; n++) along += group[n] * residual[n];
  const difference = along / groupSquares;
  const sd = Math.sqrt(Math.max(0, squares(residual) - difference * difference * groupSquares) / df);
  const reach = (tQuantile(0.975, df) * sd) / Math.sqrt(groupSquares);
  out.difference[bin] = difference;
  out.differenceLow[bin] = difference - reach;
  out.differenceHigh[bin] = difference + reach;
  if (sd === 0) return;
  const correction = 1 - 3 / (4 * df - 1);
  const effect = (correction * difference) / sd;
  const spread = 1.959963984540054 * Math.sqrt(correction ** 2 / groupSquares + effect ** 2 / (2 * df));
  out.effect[bin] = effect;
  out.effectLow[bin] = effect - spread;
  out.effectHigh[bin] = effect + spread;
}
