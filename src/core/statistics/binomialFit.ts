import type { Matrix } from 'ml-matrix';
import { attemptNow, FaultError, type Result } from '#core/faults.ts';
import { isConstant } from '#core/num/moments.ts';
import type { Numbers } from '#core/num/quantiles.ts';
import { checkSample } from '#core/statistics/checks.ts';
import { clusterCovariance } from '#core/statistics/clusterCovariance.ts';
import { coefficientTable, type Coefficient } from '#core/statistics/coefficients.ts';
import { crossProduct, leastSquares, predictions, type Design, type LeastSquares } from '#core/statistics/leastSquares.ts';

export interface BinomialFit {
  readonly coefficients: readonly Coefficient[];
  readonly covariance: Matrix;
  /** Fitted probability of each row. */
  readonly fitted: Float64Array;
  readonly logLikelihood: number;
  readonly method: string;
}

const MOST_STEPS = 60;

/**
 * Logistic regression of an outcome that is 0 or 1, by iteratively reweighted least squares, Wald z. Perfect and
 * quasi-complete separation are found out and named. Reference: statsmodels Logit.
 */
export function logistic(outcome: Numbers, design: Design, level = 0.95): Result<BinomialFit> {
  return attemptNow(() => {
    for (let i = 0; i < outcome.length; i++) {
      if (outcome[i] !== 0 && outcome[i] !== 1) throw new Error(`logistic regression of ${outcome[i]}`);
    }
    const { values, inverse, fitted } = iterate(outcome, design);
    return { coefficients: coefficientTable(design.names, values, inverse, Infinity, level), covariance: inverse, fitted, logLikelihood: logLikelihood(outcome, fitted), method: 'logistic regression' };
  });
}

/**
 * Fractional regression of a share in [0, 1] (0 and 1 allowed): quasi-binomial likelihood, logit mean, sandwich errors
 * (Papke and Wooldridge 1996), each residual divided by 1 − leverage as in HC3 and t in place of z, because the plain
 * sandwich rejects 10 % of true nulls at 20 a group. With a tail of failures the coefficients' own p still rejects 7 to
 * 8 %: test the `averageGap`, which keeps its level. By cluster where given. Reference: statsmodels GLM(Binomial) with
 * its hat matrix (tools/reference).
 */
export function fractional(share: Numbers, design: Design, options: { level?: number; clusters?: Numbers } = {}): Result<BinomialFit> {
  return attemptNow(() => {
    const { level = 0.95, clusters } = options;
    checkSample(share, true);
    for (let i = 0; i < share.length; i++) {
      if (!(share[i] >= 0 && share[i] <= 1)) throw new FaultError('stats-out-of-range', { expected: 'shares in 0 to 1', came: `${share[i]}` });
    }
    const { values, inverse, fitted, leverage } = iterate(share, design);
    const residuals = fitted.map((p, i) => share[i] - p);
    const covariance = clusters === undefined
      ? inverse.mmul(crossProduct(design.columns, residuals.map((r, i) => (r / Math.max(1e-6, 1 - leverage[i])) ** 2))).mmul(inverse)
      : clusterCovariance(design.columns, residuals, clusters, inverse).covariance;
    const df = (clusters === undefined ? share.length : new Set(Array.from(clusters)).size) - (clusters === undefined ? design.columns.length : 1);
    return { coefficients: coefficientTable(design.names, values, covariance, df, level), covariance, fitted, logLikelihood: logLikelihood(share, fitted), method: 'fractional logit, HC3 sandwich' };
  });
}

function iterate(y: Numbers, design: Design): { values: Float64Array; inverse: Matrix; fitted: Float64Array; leverage: Float64Array } {
  const n = y.length;
  if (n <= design.columns.length) throw new FaultError('stats-too-few-rows', { expected: `more than ${design.columns.length} complete rows`, came: `${n}` });
  if (isConstant(y)) throw new FaultError('stats-all-equal', { came: `${n} times ${y[0]}` });
  let eta: Float64Array = Float64Array.from(y, (value) => { const p = (value + 0.5) / 2; return Math.log(p / (1 - p)); });
  let last: Float64Array | undefined;
  for (let step = 0; step < MOST_STEPS; step++) {
    const fitted = eta.map((value) => 1 / (1 + Math.exp(-value)));
    const weights = fitted.map((p) => Math.max(p * (1 - p), 1e-300));
    const working = eta.map((value, i) => value + (y[i] - fitted[i]) / weights[i]);
    const { coefficients, inverse, leverage } = solveOrSeparate(design, working, weights, eta);
    eta = predictions(design.columns, coefficients);
    if (eta.some((value) => !Number.isFinite(value) || Math.abs(value) > 500)) throw separation();
    if (last !== undefined && settled(last, coefficients)) return { values: coefficients, inverse, leverage, fitted: eta.map((value) => 1 / (1 + Math.exp(-value))) };
    last = coefficients;
  }
  // Under separation each Newton step moves the predictor by about one and never settles.
  if (eta.some((value) => Math.abs(value) > 15)) throw separation();
  throw new FaultError('stats-not-converged', { came: `${MOST_STEPS} steps` });
}

function solveOrSeparate(design: Design, working: Float64Array, weights: Float64Array, eta: Float64Array): LeastSquares {
  if (eta.every((value) => Math.abs(value) < 15)) return leastSquares(design, working, weights);
  const solved = attemptNow(() => leastSquares(design, working, weights));
  if (solved.state === 'failed') throw separation();
  return solved.value;
}

function settled(before: Float64Array, after: Float64Array): boolean {
  return after.every((value, j) => Math.abs(value - before[j]) <= 1e-11 * (Math.abs(value) + 1e-6));
}

function separation(): FaultError {
  return new FaultError('stats-separation', { expected: 'both outcomes on each side of every covariate', came: 'a covariate that decides the outcome' });
}

function logLikelihood(y: Numbers, fitted: Float64Array): number {
  return fitted.reduce((sum, p, i) => sum + (y[i] > 0 ? y[i] * Math.log(p) : 0) + (y[i] < 1 ? (1 - y[i]) * Math.log1p(-p) : 0), 0);
}
