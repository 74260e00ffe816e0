import { inverse, Matrix } from 'ml-matrix';
import { attemptNow, FaultError, type Result } from '#core/faults.ts';
import { normalDensity, normalQuantile } from '#core/num/distributions.ts';
import { isConstant } from '#core/num/moments.ts';
import type { Numbers } from '#core/num/quantiles.ts';
import { makeRandom } from '#core/num/random.ts';
import { checkSample } from '#core/statistics/checks.ts';
import { coefficientTable, type Coefficient } from '#core/statistics/coefficients.ts';
import { crossProduct, leastSquares, predictions, type Design } from '#core/statistics/leastSquares.ts';

export interface QuantileFit {
  readonly coefficients: readonly Coefficient[];
  /** Σ of the check loss: τ·r above, (τ − 1)·r below. */
  readonly objective: number;
  readonly tau: number;
  readonly method: string;
}

/**
 * Linear quantile regression, exact: descent over the vertices of the linear programme (Barrodale and Roberts; Koenker
 * and d'Orey 1987). The optimum may be shared by several vertices, so compare objectives, not coefficients. Errors:
 * Hendricks-Koenker sandwich with the Hall-Sheather bandwidth. Reference: R quantreg::rq(method = "br"), se = "nid".
 */
export function quantileRegression(y: Numbers, design: Design, tau: number, level = 0.95): Result<QuantileFit> {
  return attemptNow(() => {
    if (!(tau > 0 && tau < 1)) throw new FaultError('stats-out-of-range', { expected: 'a quantile inside 0 to 1', came: `${tau}` });
    checkSample(y, true);
    const n = y.length, p = design.columns.length;
    if (n <= p) throw new FaultError('stats-too-few-rows', { expected: `more than ${p} complete rows`, came: `${n}` });
    if (isConstant(y)) throw new FaultError('stats-all-equal', { came: `${n} times ${y[0]}` });
    const coefficients = vertexDescent(y, design, tau);
    const df = n - p;
    return {
      coefficients: coefficientTable(design.names, coefficients, sandwich(y, design, tau), df, level),
      objective: checkLoss(y, predictions(design.columns, coefficients), tau), tau, method: `quantile regression at ${tau}`,
    };
  });
}

export function checkLoss(y: Numbers, fitted: Numbers, tau: number): number {
  let loss = 0;
  for (let i = 0; i < y.length; i++) {
    const r = y[i] - fitted[i];
    loss += r >= 0 ? tau * r : (tau - 1) * r;
  }
  return loss;
}

/**
 * Rounded Dice makes many points fall on one plane; a jitter far below the data's digits orders them, and the vertex
 * found is then solved on the data themselves.
 */
function vertexDescent(y: Numbers, { columns, names }: Design, tau: number): Float64Array {
  const n = y.length, p = columns.length;
  const random = makeRandom('quantile regression jitter');
  const spread = Math.max(...Array.from(y).map(Math.abs)) * 1e-9;
  const jittered = Float64Array.from(y, (value) => value + spread * (random.next() - 0.5));
  const start = leastSquares({ columns, names }, jittered).coefficients;
  const initial = predictions(columns, start).map((value, i) => jittered[i] - value);
  const basis = nearBasis(columns, initial);
  const edges = new Matrix(p, p);
  for (let step = 0; step < 50 * (n + p); step++) {
    const inverseBasis = inverse(rowsOf(columns, basis));
    const beta = solveBasis(inverseBasis, basis, jittered);
    const residuals = predictions(columns, beta).map((value, i) => jittered[i] - value);
    for (const i of basis) residuals[i] = 0;
    edges.setSubMatrix(inverseBasis, 0, 0);
    const move = steepest(columns, residuals, basis, edges, tau);
    if (move === undefined) return solveBasis(inverseBasis, basis, y);
    basis[move.leaving] = lineMinimum(residuals, move.slopes, basis, tau, move.sign, move.leaving);
  }
  throw new FaultError('stats-not-converged', { came: 'more steps than vertices expected' });
}

/** p independent rows, those with the smallest residuals that still add rank (Gram-Schmidt). */
function nearBasis(columns: readonly Float64Array[], residuals: Float64Array): number[] {
  const order = Array.from(residuals.keys()).sort((a, b) => Math.abs(residuals[a]) - Math.abs(residuals[b]));
  const p = columns.length;
  const scale = columns.map((column) => Math.max(...Array.from(column).map(Math.abs)));
  const basis: number[] = [];
  const directions: number[][] = [];
  for (const i of order) {
    let row = columns.map((column, j) => column[i] / scale[j]);
    const length = Math.hypot(...row);
    for (const d of directions) {
      const along = row.reduce((sum, value, j) => sum + value * d[j], 0);
      row = row.map((value, j) => value - along * d[j]);
    }
    const rest = Math.hypot(...row);
    if (rest <= 1e-6 * length) continue;
    basis.push(i);
    directions.push(row.map((value) => value / rest));
    if (basis.length === p) return basis;
  }
  throw new FaultError('stats-collinear', { came: 'columns that repeat one another' });
}

interface Move { readonly leaving: number; readonly sign: 1 | -1; readonly slopes: Float64Array }

/** The edge (leave one basis row, up or down) along which the loss falls fastest, or undefined at the optimum. */
function steepest(columns: readonly Float64Array[], residuals: Float64Array, basis: readonly number[], edges: Matrix, tau: number): Move | undefined {
  const n = residuals.length, p = columns.length;
  const inBasis = new Uint8Array(n);
  for (const i of basis) inBasis[i] = 1;
  let best: Move | undefined;
  let bestFall = 1e-9;
  for (let k = 0; k < p; k++) {
    const slopes = predictions(columns, Array.from({ length: p }, (_, j) => edges.get(j, k)));
    let pull = 0;
    for (let i = 0; i < n; i++) if (inBasis[i] === 0) pull += (residuals[i] > 0 ? tau : tau - 1) * slopes[i];
    // Moving b by +t along the edge lowers residual k by t: the row falls below the plane and costs (1 − τ)t; up costs τt.
    const fallUp = pull - (1 - tau);
    const fallDown = -pull - tau;
    if (fallUp > bestFall) { bestFall = fallUp; best = { leaving: k, sign: 1, slopes }; }
    if (fallDown > bestFall) { bestFall = fallDown; best = { leaving: k, sign: -1, slopes }; }
  }
  return best;
}

/** The row at which the loss stops falling along the edge: a weighted median of the crossings. */
function lineMinimum(residuals: Float64Array, slopes: Float64Array, basis: readonly number[], tau: number, sign: 1 | -1, leaving: number): number {
  const crossings: { readonly t: number; readonly weight: number; readonly row: number }[] = [];
  let slope = sign === 1 ? 1 - tau : tau;
  const inBasis = new Set(basis);
  for (let i = 0; i < residuals.length; i++) {
    if (inBasis.has(i)) continue;
    const s = sign * slopes[i];
    slope -= (residuals[i] > 0 ? tau : tau - 1) * s;
    const t = residuals[i] / s;
    if (s !== 0 && t > 0) crossings.push({ t, weight: Math.abs(s), row: i });
  }
  crossings.sort((a, b) => a.t - b.t);
  for (const { weight, row } of crossings) {
    slope += weight;
    if (slope >= 0) return row;
  }
  return basis[leaving];
}

function rowsOf(columns: readonly Float64Array[], rows: readonly number[]): Matrix {
  const out = new Matrix(rows.length, columns.length);
  rows.forEach((row, r) => columns.forEach((column, c) => out.set(r, c, column[row])));
  return out;
}

function solveBasis(inverseBasis: Matrix, basis: readonly number[], y: Numbers): Float64Array {
  return Float64Array.from(basis, (_, j) => basis.reduce((sum, row, k) => sum + inverseBasis.get(j, k) * y[row], 0));
}

function sandwich(y: Numbers, design: Design, tau: number): Matrix {
  const n = y.length;
  let h = bandwidth(tau, n);
  while (tau - h <= 0 || tau + h >= 1) h /= 2;
  const high = predictions(design.columns, vertexDescent(y, design, tau + h));
  const low = predictions(design.columns, vertexDescent(y, design, tau - h));
  const density = high.map((value, i) => Math.max(0, (2 * h) / Math.max(1e-8, value - low[i] - Math.sqrt(Number.EPSILON))));
  const bread = inverse(crossProduct(design.columns, density));
  return bread.mmul(crossProduct(design.columns, new Float64Array(n).fill(1))).mmul(bread).mul(tau * (1 - tau));
}

/** Hall and Sheather (1988). */
function bandwidth(tau: number, n: number): number {
  const x = normalQuantile(tau);
  return n ** (-1 / 3) * normalQuantile(0.975) ** (2 / 3) * ((1.5 * normalDensity(x) ** 2) / (2 * x * x + 1)) ** (1 / 3);
}
