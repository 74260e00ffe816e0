import { attemptNow, FaultError, type Result } from '#core/faults.ts';
import { normalQuantile } from '#core/num/distributions.ts';
import { isConstant, mean } from '#core/num/moments.ts';
import type { Numbers } from '#core/num/quantiles.ts';
import { checkPairs, checkSample } from '#core/statistics/checks.ts';
import { pOfT, type Estimate, type TestResult } from '#core/statistics/estimate.ts';
import { midRanks } from '#core/statistics/midRanks.ts';
import { residualsOn } from '#core/statistics/leastSquares.ts';

export interface Correlation extends TestResult {
  /** The coefficient. */
  readonly statistic: number;
  readonly df: number;
  readonly t: number;
  /** Fisher's z interval (Pearson); with the Bonett-Wright variance for ranks. */
  readonly interval: Estimate;
}

/** Pearson's r, t test. Reference: scipy.stats.pearsonr. */
export function pearson(x: Numbers, y: Numbers, level = 0.95): Result<Correlation> {
  return attemptNow(() => correlate('Pearson r', check(x, true), check(y, true), 0, level, 1));
}

/** Spearman's rho with ties, t approximation. Reference: scipy.stats.spearmanr. */
export function spearman(x: Numbers, y: Numbers, level = 0.95): Result<Correlation> {
  return attemptNow(() => correlate('Spearman rho', midRanks(check(x, false)).ranks, midRanks(check(y, false)).ranks, 0, level, 'rank'));
}

/** Correlation of what is left of x and y after a straight fit on the covariates. Reference: ppcor / pingouin partial_corr. */
export function partialPearson(x: Numbers, y: Numbers, covariates: readonly Numbers[], level = 0.95): Result<Correlation> {
  return attemptNow(() => {
    const fit = (values: Numbers): Float64Array => residualsOn(values, covariates.map((column) => check(column, true)));
    return correlate('partial Pearson r', fit(check(x, true)), fit(check(y, true)), covariates.length, level, 1);
  });
}

/** The same on mid-ranks of all variables. */
export function partialSpearman(x: Numbers, y: Numbers, covariates: readonly Numbers[], level = 0.95): Result<Correlation> {
  return attemptNow(() => {
    const ranked = covariates.map((column) => midRanks(check(column, false)).ranks);
    const fit = (values: Numbers): Float64Array => residualsOn(midRanks(check(values, false)).ranks, ranked);
    return correlate('partial Spearman rho', fit(x), fit(y), covariates.length, level, 'rank');
  });
}

function check(values: Numbers, finite: boolean): Numbers {
  checkSample(values, finite);
  if (values.length > 0 && isConstant(values)) throw new FaultError('stats-all-equal', { came: `${values.length} times ${values[0]}` });
  return values;
}

function correlate(method: string, x: Numbers, y: Numbers, given: number, level: number, kind: 1 | 'rank'): Correlation {
  checkPairs(x, y, 4 + given);
  const mx = mean(x), my = mean(y);
  let xy = 0, xx = 0, yy = 0;
  for (let i = 0; i < x.length; i++) {
    xy += (x[i] - mx) * (y[i] - my);
    xx += (x[i] - mx) ** 2;
    yy += (y[i] - my) ** 2;
  }
  if (xx === 0 || yy === 0) throw new FaultError('stats-all-equal', {});
  const r = Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
  const df = x.length - 2 - given;
  const t = r * Math.sqrt(df / ((1 - r) * (1 + r)));
  const factor = kind === 'rank' ? 1 + (r * r) / 2 : 1;
  const reach = normalQuantile((1 + level) / 2) * Math.sqrt(factor / (x.length - 3 - given));
  const z = Math.atanh(r);
  const interval = { value: r, level, method: kind === 'rank' ? 'Fisher z, Bonett-Wright' : 'Fisher z', low: Math.tanh(z - reach), high: Math.tanh(z + reach) };
  return { method, statistic: r, df, t, p: pOfT(t, df, 'two-sided'), interval };
}
