import { inverse, Matrix, solve } from 'ml-matrix';
import { attemptNow, FaultError, type Result } from '#core/faults.ts';
import { isConstant, mean, variance } from '#core/num/moments.ts';
import type { Numbers } from '#core/num/quantiles.ts';
import { digamma, logGamma, trigamma } from '#core/num/special.ts';
import { coefficientTable, type Coefficient } from '#core/statistics/coefficients.ts';
import { leastSquares, predictions, type Design } from '#core/statistics/leastSquares.ts';

export interface BetaFit {
  /** Mean model on the logit scale. */
  readonly coefficients: readonly Coefficient[];
  /** log φ; variance of a row is μ(1 − μ)/(1 + φ). */
  readonly logPrecision: Coefficient;
  readonly covariance: Matrix;
  readonly fitted: Float64Array;
  readonly logLikelihood: number;
  readonly method: string;
}

/** (y(n − 1) + ½)/n: moves 0 and 1 inside (Smithson and Verkuilen 2006). */
export function squeeze(values: Numbers): Float64Array {
  const n = values.length;
  return Float64Array.from(values, (value) => (value * (n - 1) + 0.5) / n);
}

/**
 * Beta regression, logit mean, one precision on the log scale (Ferrari and Cribari-Neto 2004), Newton on the exact
 * Hessian. Values strictly inside (0, 1): `squeeze` first where there are ones. References: statsmodels BetaModel; glmmTMB.
 */
export function betaRegression(y: Numbers, design: Design, level = 0.95): Result<BetaFit> {
  return attemptNow(() => {
    const n = y.length, p = design.columns.length;
    for (let i = 0; i < n; i++) if (!(y[i] > 0 && y[i] < 1)) throw new FaultError('stats-out-of-range', { expected: 'values inside 0 to 1', came: `${y[i]}` });
    if (n <= p + 1) throw new FaultError('stats-too-few-rows', { expected: `more than ${p + 1} complete rows`, came: `${n}` });
    if (isConstant(y)) throw new FaultError('stats-all-equal', { came: `${n} times ${y[0]}` });
    const logits = Float64Array.from(y, (value) => Math.log(value / (1 - value)));
    const start = leastSquares(design, logits).coefficients;
    const centre = mean(y);
    let theta = Float64Array.from([...start, Math.log(Math.max(1, (centre * (1 - centre)) / variance(y) - 1))]);
    let at = derivatives(theta, y, logits, design);
    for (let step = 0; step < 100; step++) {
      const { direction, rise } = ascent(at, p + 1);
      // Below this Newton decrement the likelihood's own rounding decides; one full step ends it.
      if (rise < 1e-11) {
        const last = move(theta, direction, 1);
        return finish(last, derivatives(last, y, logits, design), design, level);
      }
      let length = 1;
      let next = move(theta, direction, length);
      let there = derivatives(next, y, logits, design);
      while (!(there.logLikelihood >= at.logLikelihood) && length > 1e-10) {
        length /= 2;
        next = move(theta, direction, length);
        there = derivatives(next, y, logits, design);
      }
      theta = next;
      at = there;
    }
    throw new FaultError('stats-not-converged', { came: '100 steps' });
  });
}

interface Derivatives { readonly logLikelihood: number; readonly gradient: Float64Array; readonly hessian: Matrix; readonly fitted: Float64Array }

function derivatives(theta: Float64Array, y: Numbers, logits: Float64Array, { columns }: Design): Derivatives {
  const p = columns.length;
  const phi = Math.exp(theta[p]);
  const fitted = predictions(columns, theta.subarray(0, p)).map((eta) => 1 / (1 + Math.exp(-eta)));
  const gradient = new Float64Array(p + 1);
  const hessian = Matrix.zeros(p + 1, p + 1);
  let logLikelihood = 0;
  for (let i = 0; i < y.length; i++) {
    const mu = fitted[i], a = mu * phi, b = (1 - mu) * phi, slope = mu * (1 - mu);
    const excess = logits[i] - (digamma(a) - digamma(b));
    const [ta, tb] = [trigamma(a), trigamma(b)];
    logLikelihood += logGamma(phi) - logGamma(a) - logGamma(b) + (a - 1) * Math.log(y[i]) + (b - 1) * Math.log1p(-y[i]);
    const dEta = phi * excess * slope;
    const dEta2 = -((phi * slope) ** 2) * (ta + tb) + phi * excess * slope * (1 - 2 * mu);
    const dPhi = digamma(phi) - mu * digamma(a) - (1 - mu) * digamma(b) + mu * Math.log(y[i]) + (1 - mu) * Math.log1p(-y[i]);
    const dLog2 = phi * dPhi + phi * phi * (trigamma(phi) - mu * mu * ta - (1 - mu) ** 2 * tb);
    const mixed = phi * slope * (excess - phi * (mu * ta - (1 - mu) * tb));
    gradient[p] += phi * dPhi;
    hessian.set(p, p, hessian.get(p, p) + dLog2);
    for (let j = 0; j < p; j++) {
      const x = columns[j][i];
      gradient[j] += dEta * x;
      hessian.set(j, p, hessian.get(j, p) + mixed * x);
      for (let k = j; k < p; k++) hessian.set(j, k, hessian.get(j, k) + dEta2 * x * columns[k][i]);
    }
  }
  for (let j = 0; j <= p; j++) for (let k = j + 1; k <= p; k++) hessian.set(k, j, hessian.get(j, k));
  return { logLikelihood, gradient, hessian, fitted };
}

/** Newton's direction; where the Hessian does not lead upwards, the gradient itself. */
function ascent({ gradient, hessian }: Derivatives, size: number): { direction: Float64Array; rise: number } {
  const step = solve(hessian.clone().mul(-1), Matrix.columnVector(Array.from(gradient)));
  const direction = Float64Array.from({ length: size }, (_, j) => step.get(j, 0));
  const rise = direction.reduce((sum, d, j) => sum + d * gradient[j], 0);
  return rise >= 0 ? { direction, rise } : { direction: gradient.map((g) => g * 1e-6), rise: gradient.reduce((sum, g) => sum + g * g * 1e-6, 0) };
}

function move(theta: Float64Array, direction: Float64Array, length: number): Float64Array<ArrayBuffer> {
  return Float64Array.from(theta, (value, j) => value + length * direction[j]);
}

function finish(theta: Float64Array, at: Derivatives, design: Design, level: number): BetaFit {
  const covariance = inverse(at.hessian.clone().mul(-1));
  const lines = coefficientTable([...design.names, 'log precision'], theta, covariance, Infinity, level);
  return {
    coefficients: lines.slice(0, -1), logPrecision: lines[lines.length - 1], covariance,
    fitted: at.fitted, logLikelihood: at.logLikelihood, method: 'beta regression, logit mean',
  };
}
