import type { Matrix } from 'ml-matrix';
import { attemptNow, FaultError, type Result } from '#core/faults.ts';
import { fUpper } from '#core/num/distributions.ts';
import { isConstant, mean } from '#core/num/moments.ts';
import type { Numbers } from '#core/num/quantiles.ts';
import { checkSample } from '#core/statistics/checks.ts';
import { coefficientTable, type Coefficient } from '#core/statistics/coefficients.ts';
import { crossProduct, leastSquares, predictions, type Design } from '#core/statistics/leastSquares.ts';
import { clusterCovariance } from '#core/statistics/clusterCovariance.ts';

export type CovarianceRule = 'classical' | 'HC0' | 'HC1' | 'HC2' | 'HC3';

export interface OlsOptions {
  /** HC3 (MacKinnon and White 1985) when absent. Ignored where `clusters` are given. */
  readonly covariance?: CovarianceRule;
  /** One code per row: rows of a cluster (a subject) may depend on one another. CR1, t with clusters − 1. */
  readonly clusters?: Numbers;
  readonly weights?: Numbers;
  readonly distribution?: 't' | 'normal';
  readonly level?: number;
}

export interface OlsFit {
  readonly coefficients: readonly Coefficient[];
  readonly covariance: Matrix;
  readonly df: number;
  readonly fitted: Float64Array;
  readonly residuals: Float64Array;
  readonly sigma: number;
  readonly rSquared: number;
  readonly rSquaredAdjusted: number;
  /** Classical F of all columns but the intercept. */
  readonly f: number;
  readonly fP: number;
  readonly aic: number;
  readonly bic: number;
  readonly method: string;
}

/**
 * Linear model by least squares with classical, heteroscedasticity-consistent or cluster-robust standard errors.
 * References: statsmodels OLS(...).fit(cov_type, use_t=True); R sandwich::vcovHC with lmtest::coeftest.
 */
export function ols(y: Numbers, design: Design, options: OlsOptions = {}): Result<OlsFit> {
  return attemptNow(() => {
    const { covariance: rule = 'HC3', distribution = 't', level = 0.95, weights, clusters } = options;
    checkSample(y, true);
    const n = y.length, p = design.columns.length;
    if (n <= p) throw new FaultError('stats-too-few-rows', { expected: `more than ${p} complete rows`, came: `${n}` });
    if (isConstant(y)) throw new FaultError('stats-all-equal', { came: `${n} times ${y[0]}` });
    const { coefficients, inverse, leverage } = leastSquares(design, y, weights);
    const fitted = predictions(design.columns, coefficients);
    const residuals = fitted.map((value, i) => y[i] - value);
    const w = (i: number): number => (weights === undefined ? 1 : weights[i]);
    const squares = residuals.reduce((sum, r, i) => sum + w(i) * r * r, 0);
    const sigmaSquared = squares / (n - p);
    const meat = (multiplier: (i: number) => number): Matrix =>
      inverse.mmul(crossProduct(design.columns, residuals.map((r, i) => (w(i) * r) ** 2 * multiplier(i)))).mmul(inverse);
    const robust = (): Matrix => {
      if (clusters !== undefined) return clusterCovariance(design.columns, residuals.map((r, i) => w(i) * r), clusters, inverse).covariance;
      if (rule === 'classical') return inverse.clone().mul(sigmaSquared);
      if (rule === 'HC0') return meat(() => 1);
      if (rule === 'HC1') return meat(() => n / (n - p));
      checkLeverage(leverage);
      return rule === 'HC2' ? meat((i) => 1 / (1 - leverage[i])) : meat((i) => 1 / (1 - leverage[i]) ** 2);
    };
    const covariance = robust();
    const groups = clusters === undefined ? 0 : new Set(Array.from(clusters)).size;
    const df = distribution === 'normal' ? Infinity : clusters === undefined ? n - p : groups - 1;
    const total = totalSquares(y, weights);
    const f = (total - squares) / (p - 1) / sigmaSquared;
    const logLikelihood = (-n / 2) * (Math.log((2 * Math.PI * squares) / n) + 1);
    const rSquared = 1 - squares / total;
    return {
      coefficients: coefficientTable(design.names, coefficients, covariance, df, level),
      covariance, df, fitted, residuals, sigma: Math.sqrt(sigmaSquared), rSquared,
      rSquaredAdjusted: 1 - ((1 - rSquared) * (n - 1)) / (n - p),
      f, fP: p > 1 ? fUpper(f, p - 1, n - p) : 1,
      aic: 2 * p - 2 * logLikelihood, bic: Math.log(n) * p - 2 * logLikelihood,
      method: clusters === undefined ? `OLS, ${rule}` : `OLS, cluster-robust over ${groups}`,
    };
  });
}

/** A row that decides its own fitted value (leverage 1, e.g. a group of one) has no residual to judge spread by. */
function checkLeverage(leverage: Float64Array): void {
  if (leverage.some((h) => h > 1 - 1e-10)) throw new FaultError('stats-group-too-small', { expected: 'no row alone in its category', came: 'a row with leverage 1' });
}

function totalSquares(y: Numbers, weights: Numbers | undefined): number {
  if (weights === undefined) {
    const centre = mean(y);
    let total = 0;
    for (let i = 0; i < y.length; i++) total += (y[i] - centre) ** 2;
    return total;
  }
  let sum = 0, sumY = 0;
  for (let i = 0; i < y.length; i++) { sum += weights[i]; sumY += weights[i] * y[i]; }
  let total = 0;
  for (let i = 0; i < y.length; i++) total += weights[i] * (y[i] - sumY / sum) ** 2;
  return total;
}
