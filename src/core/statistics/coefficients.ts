import { Matrix, solve } from 'ml-matrix';
import { fUpper, normalQuantile, tQuantile } from '#core/num/distributions.ts';
import { pOfT, pOfZ } from '#core/statistics/estimate.ts';

/** One line of a fitted model. */
export interface Coefficient {
  readonly name: string;
  readonly value: number;
  readonly standardError: number;
  readonly statistic: number;
  readonly p: number;
  readonly low: number;
  readonly high: number;
  /** Degrees of freedom of the t statistic; Infinity for a normal one. */
  readonly df: number;
}

/** Lines for coefficients with this covariance. `df` Infinity means the normal distribution. */
export function coefficientTable(names: readonly string[], values: ArrayLike<number>, covariance: Matrix, df: number | readonly number[], level: number): Coefficient[] {
  return names.map((name, j) => line(name, values[j], Math.sqrt(Math.max(0, covariance.get(j, j))), typeof df === 'number' ? df : df[j], level));
}

/** Σ c_j b_j with its standard error: an adjusted mean, a contrast. */
export function contrast(name: string, weights: ArrayLike<number>, values: ArrayLike<number>, covariance: Matrix, df: number, level: number): Coefficient {
  let value = 0, variance = 0;
  for (let a = 0; a < values.length; a++) {
    value += weights[a] * values[a];
    for (let b = 0; b < values.length; b++) variance += weights[a] * weights[b] * covariance.get(a, b);
  }
  return line(name, value, Math.sqrt(Math.max(0, variance)), df, level);
}

function line(name: string, value: number, standardError: number, df: number, level: number): Coefficient {
  const statistic = value / standardError;
  const finite = Number.isFinite(df);
  const reach = (finite ? tQuantile((1 + level) / 2, df) : normalQuantile((1 + level) / 2)) * standardError;
  return { name, value, standardError, statistic, df, p: finite ? pOfT(statistic, df, 'two-sided') : pOfZ(statistic, 'two-sided'), low: value - reach, high: value + reach };
}

/** Wald F that these coefficients (by index) are all zero, under the fit's own covariance. */
export function waldTest(coefficients: readonly Coefficient[], covariance: Matrix, indices: readonly number[], df: number): { f: number; df1: number; df2: number; p: number } {
  const values = Matrix.columnVector(indices.map((j) => coefficients[j].value));
  const block = covariance.selection([...indices], [...indices]);
  const f = values.transpose().mmul(solve(block, values)).get(0, 0) / indices.length;
  return { f, df1: indices.length, df2: df, p: fUpper(f, indices.length, df) };
}
