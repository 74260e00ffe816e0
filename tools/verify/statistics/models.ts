/** Families of fitted models, estimates, distributions and power. */
import * as dist from '#core/num/distributions.ts';
import { mean } from '#core/num/moments.ts';
import { median } from '#core/num/quantiles.ts';
import { betaLower, betaUpper } from '#core/num/special.ts';
import { betaRegression } from '#core/statistics/betaRegression.ts';
import { logistic } from '#core/statistics/binomialFit.ts';
import { bcaLimits, jackknife, percentileLimits, resample } from '#core/statistics/bootstrap.ts';
import { waldTest, type Coefficient } from '#core/statistics/coefficients.ts';
import { partialPearson, partialSpearman, pearson, spearman, type Correlation } from '#core/statistics/correlation.ts';
import type { Alternative } from '#core/statistics/estimate.ts';
import { kendallTauB } from '#core/statistics/kendall.ts';
import { mixedModel } from '#core/statistics/mixedModel.ts';
import { ols, type CovarianceRule, type OlsFit } from '#core/statistics/ols.ts';
import { powerOfAnova, powerOfPairs, powerOfTwoSamples, sizeToFind } from '#core/statistics/power.ts';
import { quantileRegression } from '#core/statistics/quantileRegression.ts';
import { numbers, type Computed, type VectorCase } from './compare.ts';
import { EXACT, ITERATIVE, valueOf, type Family } from './family.ts';
import { columnsOf, designOf } from './formula.ts';
import { propensityFamily } from './propensityFamily.ts';

const lines = (coefficients: readonly Coefficient[] | undefined): Computed => coefficients && {
  names: coefficients.map((line) => line.name), coef: coefficients.map((line) => line.value), se: coefficients.map((line) => line.standardError),
  stat: coefficients.map((line) => line.statistic), z: coefficients.map((line) => line.statistic), t: coefficients.map((line) => line.statistic),
  p: coefficients.map((line) => line.p), ci: coefficients.map((line) => [line.low, line.high]), df_satterthwaite: coefficients.map((line) => line.df),
};

const DISTRIBUTIONS: Readonly<Record<string, readonly [cdf: Fn, sf: Fn, pdf: Fn, ppf: Fn]>> = {
  norm: [dist.normalLower, dist.normalUpper, dist.normalDensity, dist.normalQuantile],
  t: [dist.tLower, dist.tUpper, dist.tDensity, dist.tQuantile],
  chi2: [dist.chiSquaredLower, dist.chiSquaredUpper, dist.chiSquaredDensity, dist.chiSquaredQuantile],
  f: [dist.fLower, dist.fUpper, dist.fDensity, dist.fQuantile],
  beta: [betaLower, betaUpper, dist.betaDensity, dist.betaQuantile],
};
type Fn = (x: number, ...parameters: number[]) => number;

/** The generator that made the bootstrap vectors; only they use it. */
function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

async function bootstrapCase(it: VectorCase): Promise<Computed> {
  const data = Float64Array.from(numbers(it['data']));
  const statistic = it['statistic'] === 'median' ? median : mean;
  const seed = Number(/mulberry32\((\d+)\)/.exec(String(it['resampling']))?.[1]);
  const theta = await resample(data, Number(it['B']), statistic, { next: mulberry32(seed) });
  const leftOut = jackknife(data, statistic);
  const observed = statistic(data);
  const out: Record<string, Computed> = { theta_hat: observed, theta_boot_first5: theta.slice(0, 5), theta_boot_mean: mean(theta) };
  for (const level of [0.95, 0.9]) {
    const bca = bcaLimits(theta, observed, leftOut, level);
    const plain = percentileLimits(theta, level);
    out[`bca_${level}`] = { alpha1: bca.alphaLow, alpha2: bca.alphaHigh, a_hat: bca.acceleration, lo: bca.low, hi: bca.high };
    out[`percentile_${level}`] = [plain.low, plain.high];
  }
  return out;
}

function powerCase(it: VectorCase): Computed {
  const number = (name: string, otherwise = Number.NaN): number => (it[name] === undefined ? otherwise : Number(it[name]));
  const effect = number('effect_size'), alpha = number('alpha', 0.05);
  const alternative: Alternative = it['alternative'] === 'larger' ? 'greater' : it['alternative'] === 'smaller' ? 'less' : 'two-sided';
  switch (it['kind']) {
    case 't_ind_power': return { power: powerOfTwoSamples(effect, { n1: number('nobs1'), n2: number('nobs1') * number('ratio', 1), alpha, alternative }) };
    case 't_paired_power': return { power: powerOfPairs(effect, number('nobs'), alpha) };
    case 'anova_power': return { power: powerOfAnova(effect, number('nobs_total'), number('k'), alpha) };
    default: return { nobs1: valueOf(sizeToFind(effect, { power: number('power', 0.8), alpha, ratio: number('ratio', 1) })) };
  }
}

const correlationOf = (result: Correlation | undefined, name: string, p: string): Computed => result && { [name]: result.statistic, [p]: result.p, t: result.t, df: result.df, ci95: [result.interval.low, result.interval.high] };

/** R writes interactions after all main effects. */
function interactionsLast(coefficients: readonly Coefficient[] | undefined): readonly Coefficient[] | undefined {
  return coefficients && [...coefficients].sort((a, b) => Number(a.name.includes(':')) - Number(b.name.includes(':')));
}

function waldOf(fit: OlsFit, wanted: (name: string) => boolean): { F: number; p: number; df: readonly number[] } | undefined {
  const indices = fit.coefficients.flatMap((line, j) => (wanted(line.name) ? [j] : []));
  if (indices.length === 0) return undefined;
  const test = waldTest(fit.coefficients, fit.covariance, indices, fit.df);
  return { F: test.f, p: test.p, df: [test.df1, test.df2] };
}

export const MODEL_FAMILIES: Readonly<Record<string, Family>> = {
  distributions: {
    rules: EXACT,
    compute: (it) => {
      const [cdf, sf, pdf, ppf] = DISTRIBUTIONS[String(it['dist'])];
      const parameters = numbers(it['args']), x = numbers(it['x']);
      const at = (it.expected as { ppf_p: unknown }).ppf_p;
      const p = numbers(at);
      return { cdf: x.map((v) => cdf(v, ...parameters)), sf: x.map((v) => sf(v, ...parameters)), pdf: x.map((v) => pdf(v, ...parameters)), ppf_p: p, ppf: p.map((v) => ppf(v, ...parameters)) };
    },
  },
  bootstrap_bca: { rules: EXACT, compute: bootstrapCase },
  power: { rules: { tolerance: 1e-9, looser: { nobs1: 1e-6 } }, compute: powerCase },
  correlation: {
    rules: EXACT,
    compute: (it) => {
      const [x, y, z] = ['x', 'y', 'z'].map((name) => numbers(it[name]));
      const tau = valueOf(kendallTauB(x, y));
      return {
        pearson: correlationOf(valueOf(pearson(x, y)), 'r', 'p'), spearman: correlationOf(valueOf(spearman(x, y)), 'rho', 'p_t'),
        kendall_tau_b: { tau: tau?.statistic, p: tau?.p },
        partial_pearson: correlationOf(valueOf(partialPearson(x, y, [z])), 'r', 'p'), partial_spearman: correlationOf(valueOf(partialSpearman(x, y, [z])), 'r', 'p'),
      };
    },
  },
  ols_hc3: {
    rules: EXACT,
    compute: (it) => {
      const { response, design } = designOf(it);
      const out: Record<string, Computed> = {};
      const rules: readonly [string, CovarianceRule, 't' | 'normal'][] = [['nonrobust', 'classical', 't'], ['HC0', 'HC0', 't'], ['HC1', 'HC1', 't'], ['HC2', 'HC2', 't'], ['HC3', 'HC3', 't'], ['HC3_normal', 'HC3', 'normal'], ['R_sandwich_HC3', 'HC3', 't']];
      for (const [name, covariance, distribution] of rules) {
        const fit = valueOf(ols(response, design, { covariance, distribution }));
        out[name] = lines(name.startsWith('R_') ? interactionsLast(fit?.coefficients) : fit?.coefficients);
        if (name === 'HC3' && fit) out['HC3_wald_site'] = waldOf(fit, (column) => column.startsWith('C(site)'));
        if (name === 'nonrobust' && fit) {
          const terms = String(it['formula']).split('~')[1].split('+').map((term) => term.trim());
          out['anova_type2'] = Object.fromEntries(terms.map((term) => [term, { ...waldOf(fit, (column) => column.startsWith(term)), df: design.names.filter((column) => column.startsWith(term)).length }]));
        }
        if (name === 'HC3' && fit) Object.assign(out, { r2: fit.rSquared, r2_adj: fit.rSquaredAdjusted, F: fit.f, F_p: fit.fP, sigma: fit.sigma, aic: fit.aic, bic: fit.bic });
      }
      return out;
    },
  },
  logistic: {
    rules: ITERATIVE,
    compute: (it) => {
      const { response, design } = designOf(it);
      const fit = valueOf(logistic(response, design));
      return { ...(lines(fit?.coefficients) as object), llf: fit?.logLikelihood, odds_ratio: fit?.coefficients.map((line) => Math.exp(line.value)) };
    },
  },
  beta_regression: {
    // glmmTMB stops 1.02e-6 short of the optimum in one coefficient; a Newton solution in numpy agrees with ours to 16 digits.
    rules: { tolerance: 1e-6, looser: { 'R_glmmTMB.coef': 2e-6 }, aside: { 'R_glmmTMB.se': 'glmmTMB standard errors (differ by 5e-4)', 'R_glmmTMB.z': 'follows from glmmTMB standard errors', 'R_glmmTMB.p': 'follows from glmmTMB standard errors' } },
    compute: (it) => {
      const { response, design } = designOf(it);
      const fit = valueOf(betaRegression(response, design));
      if (!fit) return undefined;
      const all = [...fit.coefficients, fit.logPrecision];
      return {
        statsmodels: { coef: all.map((line) => line.value), se: all.map((line) => line.standardError), loglik: fit.logLikelihood },
        R_glmmTMB: { coef: fit.coefficients.map((line) => line.value), phi: Math.exp(fit.logPrecision.value), loglik: fit.logLikelihood },
      };
    },
  },
  quantreg: {
    rules: {
      tolerance: 1e-9,
      aside: {
        'statsmodels_irls': 'statsmodels IRLS is not an optimum (metrics.md 2.1)',
        'R_quantreg_br.coef': 'the optimum is shared by several vertices at some quantiles: compared by objective',
        'R_quantreg_br.se_nid': 'its two bandwidth fits are interior-point optima, as little unique as the coefficients',
      },
    },
    compute: (it) => {
      const { response, design } = designOf(it);
      return { R_quantreg_br: { objective: valueOf(quantileRegression(response, design, Number(it['tau'])))?.objective } };
    },
  },
  mixedlm: {
    rules: {
      tolerance: 1e-6,
      aside: { 'statsmodels_REML': 'statsmodels MixedLM: lme4 is the reference (metrics.md 2.1)', 'statsmodels_ML': 'statsmodels MixedLM: lme4 is the reference (metrics.md 2.1)' },
    },
    compute: (it) => {
      const { response, design } = designOf(it, 'lme4');
      const out: Record<string, Computed> = {};
      for (const estimation of ['REML', 'ML'] as const) {
        const fit = valueOf(mixedModel(response, design, columnsOf(it)['subject'], { estimation }));
        const table = lines(fit?.coefficients) as Record<string, number[]>;
        const single = design.names.length === 1;
        const plain = Object.fromEntries(Object.entries(table).map(([key, values]) => [key, single ? values[0] : values]));
        out[`R_lmerTest_${estimation}`] = { ...plain, var_subject: fit?.subjectVariance, var_residual: fit?.residualVariance, loglik: fit?.logLikelihood };
      }
      return out;
    },
  },
  propensity: propensityFamily,
};
