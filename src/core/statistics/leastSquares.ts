import { Matrix, QrDecomposition } from 'ml-matrix';
import { FaultError } from '#core/faults.ts';
import type { Numbers } from '#core/num/quantiles.ts';

/** A model matrix by columns, each with its name; the intercept, where wanted, is a column of ones among them. */
export interface Design {
  readonly names: readonly string[];
  readonly columns: readonly Float64Array[];
}

/** What a weighted least-squares fit leaves for tests: coefficients, (X'WX)⁻¹ and the leverages. */
export interface LeastSquares {
  readonly coefficients: Float64Array;
  readonly inverse: Matrix;
  /** Diagonal of the hat matrix of the weighted problem. */
  readonly leverage: Float64Array;
}

/** A pivot this small beside its column's length means that the column is a sum of the others. */
const RANK_TOLERANCE = 1e-9;

/**
 * Least squares by Householder QR (ml-matrix) on columns scaled to unit length. `weights` multiply squared residuals.
 * Throws the faults for too few rows and for collinear columns (named in `where`).
 */
export function leastSquares({ names, columns }: Design, y: Numbers, weights?: Numbers): LeastSquares {
  const n = y.length, p = columns.length;
  if (n < p) throw new FaultError('stats-too-few-rows', { expected: `at least ${p} complete rows`, came: `${n}` });
  const scale = columns.map((column) => lengthOf(column, weights));
  const x = new Matrix(n, p);
  const target = new Matrix(n, 1);
  for (let i = 0; i < n; i++) {
    const w = weights === undefined ? 1 : Math.sqrt(weights[i]);
    for (let j = 0; j < p; j++) x.set(i, j, (w * columns[j][i]) / scale[j]);
    target.set(i, 0, w * y[i]);
  }
  const qr = new QrDecomposition(x);
  const upper = qr.upperTriangularMatrix;
  for (let j = 0; j < p; j++) {
    if (!(Math.abs(upper.get(j, j)) > RANK_TOLERANCE)) {
      throw new FaultError('stats-collinear', { where: names[j], came: `${names[j]} follows from the columns before it` });
    }
  }
  const solution = qr.solve(target);
  const rootInverse = inverseOfUpper(upper, scale);
  const leverage = leverages(columns, rootInverse, n, weights);
  return { coefficients: Float64Array.from(scale, (s, j) => solution.get(j, 0) / s), inverse: rootInverse.mmul(rootInverse.transpose()), leverage };
}

/** |xᵢ R⁻¹|², each row of Q without making Q. */
function leverages(columns: readonly Float64Array[], rootInverse: Matrix, n: number, weights: Numbers | undefined): Float64Array {
  const leverage = new Float64Array(n);
  for (let j = 0; j < columns.length; j++) {
    const own = Array.from({ length: j + 1 }, (_, k) => rootInverse.get(k, j));
    for (let i = 0; i < n; i++) {
      let q = 0;
      for (let k = 0; k <= j; k++) q += columns[k][i] * own[k];
      leverage[i] += (weights === undefined ? 1 : weights[i]) * q * q;
    }
  }
  return leverage;
}

function lengthOf(column: Float64Array, weights: Numbers | undefined): number {
  let squares = 0;
  for (let i = 0; i < column.length; i++) squares += (weights === undefined ? 1 : weights[i]) * column[i] * column[i];
  return squares > 0 ? Math.sqrt(squares) : 1;
}

/** D⁻¹ R⁻¹ for the scales D, by back substitution. */
function inverseOfUpper(upper: Matrix, scale: readonly number[]): Matrix {
  const p = scale.length;
  const inverse = Matrix.zeros(p, p);
  for (let column = 0; column < p; column++) {
    for (let row = column; row >= 0; row--) {
      let value = row === column ? 1 : 0;
      for (let k = row + 1; k <= column; k++) value -= upper.get(row, k) * inverse.get(k, column);
      inverse.set(row, column, value / upper.get(row, row));
    }
  }
  for (let row = 0; row < p; row++) for (let column = 0; column < p; column++) inverse.set(row, column, inverse.get(row, column) / scale[row]);
  return inverse;
}

/** X·b. */
export function predictions(columns: readonly Float64Array[], coefficients: Numbers): Float64Array {
  const out = new Float64Array(columns[0].length);
  columns.forEach((column, j) => {
    const b = coefficients[j];
    for (let i = 0; i < out.length; i++) out[i] += b * column[i];
  });
  return out;
}

/** What a straight fit of `y` on an intercept and the covariates leaves. */
export function residualsOn(y: Numbers, covariates: readonly Numbers[]): Float64Array {
  const columns = [new Float64Array(y.length).fill(1), ...covariates.map((column) => Float64Array.from(column))];
  const names = columns.map((_, j) => (j === 0 ? 'intercept' : `covariate ${j}`));
  const fitted = predictions(columns, leastSquares({ names, columns }, y).coefficients);
  return fitted.map((value, i) => y[i] - value);
}

/** X' diag(m) X for a multiplier per row. */
export function crossProduct(columns: readonly Float64Array[], multiplier: Numbers): Matrix {
  const p = columns.length;
  const out = Matrix.zeros(p, p);
  for (let a = 0; a < p; a++) {
    for (let b = a; b < p; b++) {
      let sum = 0;
      for (let i = 0; i < multiplier.length; i++) sum += multiplier[i] * columns[a][i] * columns[b][i];
      out.set(a, b, sum);
      out.set(b, a, sum);
    }
  }
  return out;
}
