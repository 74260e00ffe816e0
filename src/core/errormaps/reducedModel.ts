import { FaultError } from '#core/faults.ts';

/** Columns that explain the maps beside the group, one value per subject each. */
export interface Covariate { readonly name: string; readonly values: ArrayLike<number> }

/**
 * The group and the covariates of some subjects, made orthogonal once: what remains of the group's indicator after the
 * covariates, and an orthonormal basis of the covariates (constant first).
 */
export interface ReducedModel {
  readonly rows: Int32Array;
  readonly basis: readonly Float64Array[];
  readonly group: Float64Array;
  /** Sum of squares of `group`. */
  readonly groupSquares: number;
  /** Residual degrees of freedom of the full model. */
  readonly df: number;
}

const SINGULAR = 1e-9;

/** Fails with stats-constant-covariate, stats-collinear or stats-too-few-rows. */
export function reducedModel(rows: Int32Array, inSecond: Uint8Array, covariates: readonly Covariate[]): ReducedModel {
  const n = rows.length;
  const df = n - covariates.length - 2;
  if (df < 1) throw new FaultError('stats-too-few-rows', { expected: `more than ${covariates.length + 2} subjects`, came: `${n}` });
  const basis = [new Float64Array(n).fill(1 / Math.sqrt(n))];
  for (const { name, values } of covariates) {
    const column = Float64Array.from(rows, (row) => values[row]);
    const centred = without(column, basis.slice(0, 1));
    if (squares(centred) <= SINGULAR * squares(column)) throw new FaultError('stats-constant-covariate', { where: name });
    const rest = without(centred, basis);
    if (squares(rest) <= SINGULAR * squares(centred)) throw new FaultError('stats-collinear', { where: name });
    const length = Math.sqrt(squares(rest));
    basis.push(rest.map((value) => value / length));
  }
  const indicator = Float64Array.from(rows, (row) => inSecond[row]);
  const group = without(indicator, basis);
  const groupSquares = squares(group);
  if (groupSquares <= SINGULAR * n) throw new FaultError('stats-collinear', { where: 'group' });
  return { rows, basis, group, groupSquares, df };
}

/** The part of a column that is orthogonal to the basis; taken away twice against rounding. */
export function without(column: Float64Array, basis: readonly Float64Array[]): Float64Array {
  const out = column.slice();
  for (let turn = 0; turn < 2; turn++) {
    for (const of of basis) {
      let along = 0;
      for (let i = 0; i < out.length; i++) along += of[i] * out[i];
      for (let i = 0; i < out.length; i++) out[i] -= along * of[i];
    }
  }
  return out;
}

export function squares(column: Float64Array): number {
  let sum = 0;
  for (const value of column) sum += value * value;
  return sum;
}
