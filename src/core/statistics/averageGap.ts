import type { Matrix } from 'ml-matrix';
import { mean } from '#core/num/moments.ts';
import type { Coefficient } from '#core/statistics/coefficients.ts';
import { predictions, type Design } from '#core/statistics/leastSquares.ts';

/**
 * What a 0/1 column of a logit-link model means on the scale of the outcome: mean over all rows of the fitted value with
 * the column at 1 minus with it at 0 (g-computation), standard error by the delta method. `factor` lists the columns of
 * the same factor, all of which are at 0 on both sides.
 */
export function averageGap(
  fit: { readonly coefficients: readonly Coefficient[]; readonly covariance: Matrix }, design: Design, column: number, factor: readonly number[] = [column],
): { value: number; standardError: number } {
  const values = fit.coefficients.map((line) => line.value);
  const own = new Set([column, ...factor]);
  const base = predictions(design.columns, values.map((value, j) => (own.has(j) ? 0 : value)));
  const n = base.length;
  const gaps = new Float64Array(n);
  const gradient = new Float64Array(values.length);
  for (let i = 0; i < n; i++) {
    const off = 1 / (1 + Math.exp(-base[i])), on = 1 / (1 + Math.exp(-base[i] - values[column]));
    gaps[i] = on - off;
    gradient[column] += on * (1 - on);
    for (let j = 0; j < values.length; j++) if (!own.has(j)) gradient[j] += design.columns[j][i] * (on * (1 - on) - off * (1 - off));
  }
  let variance = 0;
  for (let a = 0; a < values.length; a++) for (let b = 0; b < values.length; b++) variance += (gradient[a] * gradient[b] * fit.covariance.get(a, b)) / (n * n);
  return { value: mean(gaps), standardError: Math.sqrt(Math.max(0, variance)) };
}
