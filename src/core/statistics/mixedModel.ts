import { inverse, Matrix } from 'ml-matrix';
import { attemptNow, FaultError, type Result } from '#core/faults.ts';
import { isConstant } from '#core/num/moments.ts';
import type { Numbers } from '#core/num/quantiles.ts';
import { leastPoint } from '#core/num/root.ts';
import { checkSample } from '#core/statistics/checks.ts';
import { coefficientTable, type Coefficient } from '#core/statistics/coefficients.ts';
import { crossProduct, leastSquares, predictions, type Design } from '#core/statistics/leastSquares.ts';
import { hessian2, gradientOf } from '#core/statistics/derivatives.ts';

export interface MixedFit {
  /** With Satterthwaite's degrees of freedom and t. */
  readonly coefficients: readonly Coefficient[];
  readonly covariance: Matrix;
  /** Variance between subjects and within. */
  readonly subjectVariance: number;
  readonly residualVariance: number;
  readonly logLikelihood: number;
  readonly subjects: number;
  readonly method: string;
}

/**
 * Linear model with a random intercept per subject, for organs or models pooled over the same subjects: profile REML
 * (or ML) in the one ratio of variances, each subject's block inverted in closed form (Woodbury), Satterthwaite's
 * degrees of freedom. Reference: R lme4::lmer with lmerTest.
 */
export function mixedModel(y: Numbers, design: Design, subjects: Numbers, options: { estimation?: 'REML' | 'ML'; level?: number } = {}): Result<MixedFit> {
  return attemptNow(() => {
    const { estimation = 'REML', level = 0.95 } = options;
    checkSample(y, true);
    if (isConstant(y)) throw new FaultError('stats-all-equal', { came: `${y.length} times ${y[0]}` });
    // Names collinear columns; and what the straight fit explains is taken off first, or y'y would cancel away the digits
    // that the derivatives below need.
    const start = leastSquares(design, y).coefficients;
    const rest = predictions(design.columns, start).map((fitted, i) => y[i] - fitted);
    const sums = subjectSums(rest, design, subjects);
    const { n, p, groups } = sums;
    if (groups.length < 2 || n <= p + 1) throw new FaultError('stats-too-few-rows', { expected: `two subjects and more than ${p + 1} rows`, came: `${groups.length} subjects, ${n} rows` });
    if (groups.every((group) => group.size === 1)) throw new FaultError('stats-too-few-rows', { expected: 'several rows for some subject', came: 'one row each' });
    const reml = estimation === 'REML';
    const profile = (logRatio: number): number => evaluate(sums, Math.exp(logRatio), undefined, reml).deviance;
    const ratio = bestRatio(profile, sums, reml);
    const at = evaluate(sums, ratio, undefined, reml);
    const covariance = at.inverse.clone().mul(at.sigmaSquared);
    const df = ratio === 0 ? n - p : satterthwaite(sums, ratio * at.sigmaSquared, at.sigmaSquared, reml);
    return {
      coefficients: coefficientTable(design.names, at.beta.map((b, j) => b + start[j]), covariance, df, level), covariance,
      subjectVariance: ratio * at.sigmaSquared, residualVariance: at.sigmaSquared,
      logLikelihood: -at.deviance / 2, subjects: groups.length, method: `random intercept per subject, ${estimation}`,
    };
  });
}

interface Sums {
  readonly n: number;
  readonly p: number;
  readonly xx: Matrix;
  readonly xy: Float64Array;
  readonly yy: number;
  readonly groups: readonly { readonly size: number; readonly x: Float64Array; readonly y: number }[];
}

function subjectSums(y: Numbers, { columns }: Design, subjects: Numbers): Sums {
  const n = y.length, p = columns.length;
  const groups = new Map<number, { size: number; x: Float64Array; y: number }>();
  const xy = new Float64Array(p);
  let yy = 0;
  for (let i = 0; i < n; i++) {
    const group = groups.get(subjects[i]) ?? { size: 0, x: new Float64Array(p), y: 0 };
    groups.set(subjects[i], group);
    group.size++;
    group.y += y[i];
    yy += y[i] * y[i];
    for (let j = 0; j < p; j++) {
      group.x[j] += columns[j][i];
      xy[j] += columns[j][i] * y[i];
    }
  }
  return { n, p, xx: crossProduct(columns, new Float64Array(n).fill(1)), xy, yy, groups: [...groups.values()] };
}

interface Evaluation { readonly deviance: number; readonly beta: Float64Array; readonly inverse: Matrix; readonly sigmaSquared: number }

/** −2 log likelihood at a ratio of variances; the residual variance is profiled out unless given. */
function evaluate({ n, p, xx, xy, yy, groups }: Sums, ratio: number, given: number | undefined, reml: boolean): Evaluation {
  const a = xx.clone();
  const b = Float64Array.from(xy);
  let c = yy, logV = 0;
  for (const group of groups) {
    const shrink = ratio / (1 + group.size * ratio);
    logV += Math.log1p(group.size * ratio);
    c -= shrink * group.y * group.y;
    for (let j = 0; j < p; j++) {
      b[j] -= shrink * group.x[j] * group.y;
      for (let k = 0; k < p; k++) a.set(j, k, a.get(j, k) - shrink * group.x[j] * group.x[k]);
    }
  }
  const { inverse: inverseA, logDeterminant } = inverseWithDeterminant(a);
  const beta = Float64Array.from({ length: p }, (_, j) => b.reduce((sum, value, k) => sum + inverseA.get(j, k) * value, 0));
  const squares = c - beta.reduce((sum, value, j) => sum + value * b[j], 0);
  const df = reml ? n - p : n;
  const sigmaSquared = given ?? squares / df;
  const deviance = df * Math.log(2 * Math.PI * sigmaSquared) + logV + squares / sigmaSquared + (reml ? logDeterminant : 0);
  return { deviance, beta, inverse: inverseA, sigmaSquared };
}

/** Inverse and log determinant of a positive definite matrix after scaling its diagonal to 1. */
function inverseWithDeterminant(a: Matrix): { inverse: Matrix; logDeterminant: number } {
  const p = a.rows;
  const scale = a.diagonal().map((value) => 1 / Math.sqrt(value));
  const scaled = a.clone();
  for (let j = 0; j < p; j++) for (let k = 0; k < p; k++) scaled.set(j, k, a.get(j, k) * scale[j] * scale[k]);
  const inverted = inverse(scaled);
  let logDeterminant = 0;
  // Cholesky pivots give the determinant.
  const lower = Matrix.zeros(p, p);
  for (let j = 0; j < p; j++) {
    for (let i = j; i < p; i++) {
      let value = scaled.get(i, j);
      for (let k = 0; k < j; k++) value -= lower.get(i, k) * lower.get(j, k);
      lower.set(i, j, i === j ? Math.sqrt(Math.max(value, 1e-300)) : value / lower.get(j, j));
    }
    logDeterminant += 2 * Math.log(lower.get(j, j)) - 2 * Math.log(scale[j]);
  }
  for (let j = 0; j < p; j++) for (let k = 0; k < p; k++) inverted.set(j, k, inverted.get(j, k) * scale[j] * scale[k]);
  return { inverse: inverted, logDeterminant };
}

/** The ratio with the least deviance: a coarse look along the log axis, golden section, then Newton; 0 where that is best. */
function bestRatio(profile: (logRatio: number) => number, sums: Sums, reml: boolean): number {
  let best = -14;
  for (let logRatio = -14; logRatio <= 10; logRatio += 0.5) if (profile(logRatio) < profile(best)) best = logRatio;
  if (best === -14 && evaluate(sums, 0, undefined, reml).deviance <= profile(best)) return 0;
  let at = leastPoint(profile, best - 0.6, best + 0.6, 1e-6);
  // Golden section stops where the deviance's rounding hides the slope; two Newton steps on differences go further.
  for (let i = 0; i < 3; i++) {
    const h = 1e-3;
    const [low2, low, mid, high, high2] = [-2, -1, 0, 1, 2].map((k) => profile(at + k * h));
    const slope = (low2 - 8 * low + 8 * high - high2) / (12 * h);
    const bend = (-low2 + 16 * low - 30 * mid + 16 * high - high2) / (12 * h * h);
    if (!(bend > 0)) break;
    at -= slope / bend;
  }
  return Math.exp(at);
}

/** Satterthwaite (1946) as in lmerTest: df_j = 2 v_j² / (∇v_j' A ∇v_j), A the inverse information of the two variances. */
function satterthwaite(sums: Sums, between: number, within: number, reml: boolean): number[] {
  const deviance = (v: readonly [number, number]): number => evaluate(sums, v[0] / v[1], v[1], reml).deviance;
  const point: [number, number] = [between, within];
  const information = inverse(new Matrix(hessian2(deviance, point)).mul(0.5));
  return Array.from({ length: sums.p }, (_, j) => {
    const variance = (v: readonly [number, number]): number => v[1] * evaluate(sums, v[0] / v[1], v[1], reml).inverse.get(j, j);
    const [g0, g1] = gradientOf(variance, point);
    const spread = g0 * g0 * information.get(0, 0) + 2 * g0 * g1 * information.get(0, 1) + g1 * g1 * information.get(1, 1);
    return (2 * variance(point) ** 2) / spread;
  });
}
