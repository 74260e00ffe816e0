import type { Audit } from '#core/evaluation/auditCohort.ts';
import type { AuditRow } from '#core/evaluation/auditRows.ts';

/** Where each method comes from, by what its rows are called. */
const SOURCES: readonly (readonly [RegExp, string])[] = [
  [/Welch/, 'Welch BL. The generalization of "Student\'s" problem when several different population variances are involved. Biometrika 1947.'],
  [/Mann-Whitney/, 'Mann HB, Whitney DR. On a test of whether one of two random variables is stochastically larger than the other. Ann Math Stat 1947.'],
  [/Hodges-Lehmann/, 'Hodges JL, Lehmann EL. Estimates of location based on rank tests. Ann Math Stat 1963.'],
  [/Kruskal/, 'Kruskal WH, Wallis WA. Use of ranks in one-criterion variance analysis. J Am Stat Assoc 1952.'],
  [/Jonckheere/, 'Jonckheere AR. A distribution-free k-sample test against ordered alternatives. Biometrika 1954.'],
  [/Brunner/, 'Brunner E, Munzel U. The nonparametric Behrens-Fisher problem. Biom J 2000.'],
  [/Feng|Cliff/, 'Feng D, Cliff N. Monte Carlo evaluation of ordinal d with improved confidence interval. J Mod Appl Stat Methods 2004.'],
  [/Wilson/, 'Wilson EB. Probable inference, the law of succession, and statistical inference. J Am Stat Assoc 1927.'],
  [/Newcombe/, 'Newcombe RG. Interval estimation for the difference between independent proportions. Stat Med 1998.'],
  [/HC3/, 'MacKinnon JG, White H. Some heteroskedasticity-consistent covariance matrix estimators with improved finite sample properties. J Econom 1985.'],
  [/BCa/, 'Efron B. Better bootstrap confidence intervals. J Am Stat Assoc 1987.'],
  [/overlap/, 'Li F, Morgan KL, Zaslavsky AM. Balancing covariates via propensity score weighting. J Am Stat Assoc 2018.'],
  [/robust within pairs/, 'Abadie A, Spiess J. Robust post-matching inference. J Am Stat Assoc 2022.'],
  [/matching/, 'Austin PC. An introduction to propensity score methods for reducing the effects of confounding. Multivariate Behav Res 2011.'],
  [/fractional/, 'Papke LE, Wooldridge JM. Econometric methods for fractional response variables. J Appl Econom 1996.'],
  [/beta regression/, 'Ferrari S, Cribari-Neto F. Beta regression for modelling rates and proportions. J Appl Stat 2004.'],
  [/quantile|median regression/i, 'Koenker R, Bassett G. Regression quantiles. Econometrica 1978.'],
  [/mixed model/i, 'Bates D, et al. Fitting linear mixed-effects models using lme4. J Stat Softw 2015.'],
  [/FairSeg/, 'Tian Y, et al. FairSeg: a large-scale medical image segmentation dataset for fairness learning. ICLR 2024.'],
  [/FairMedFM/, 'Jin R, et al. FairMedFM: fairness benchmarking for medical imaging foundation models. NeurIPS 2024.'],
  [/skewed error/, 'Puyol-Antón E, et al. Fairness in cardiac MR image analysis. MICCAI 2021.'],
  [/TOST/, 'Schuirmann DJ. A comparison of the two one-sided tests procedure and the power approach. J Pharmacokinet Biopharm 1987.'],
];

const CORRECTIONS: Readonly<Record<string, string>> = {
  holm: 'Holm S. A simple sequentially rejective multiple test procedure. Scand J Stat 1979.',
  bh: 'Benjamini Y, Hochberg Y. Controlling the false discovery rate. J R Stat Soc B 1995.',
  by: 'Benjamini Y, Yekutieli D. The control of the false discovery rate in multiple testing under dependency. Ann Stat 2001.',
  hochberg: 'Hochberg Y. A sharper Bonferroni procedure for multiple tests of significance. Biometrika 1988.',
  hommel: 'Hommel G. A stagewise rejective multiple test procedure. Biometrika 1988.',
};

/** Where the methods that the audit used come from. */
export function citationsOf({ rows, recipe }: Audit): string[] {
  const said = [...new Set(rows.map((row) => `${row.method} ${row.quantity}`))].join('\n');
  const correction = CORRECTIONS[recipe.correction];
  return [...SOURCES.filter(([pattern]) => pattern.test(said)).map(([, source]) => source), ...(correction === undefined ? [] : [correction])];
}

/** What the numbers cannot say. */
export function limitationsOf({ rows, recipe, flags }: Audit, notice: string | null): string[] {
  const out: string[] = [];
  if (notice !== null) out.push(`${notice} Nothing here is about patients.`);
  const small = [...new Set(rows.filter((row) => row.kind === 'description' && row.group !== '(missing)' && row.n < recipe.minimumGroup.warn).map(smallGroup))];
  if (small.length > 0) out.push(`Small groups (fewer than ${recipe.minimumGroup.warn} values): ${small.join('; ')}.`);
  const unadjusted = [...new Set(flags.filter(({ code }) => code === 'unadjusted-covariate').map(({ text }) => text))];
  out.push(unadjusted.length > 0 ? `The groups differ in covariates that are not adjusted for. ${unadjusted.join(' ')}` : 'Covariates that the table does not hold may still differ between the groups.');
  if (flags.some(({ code }) => code === 'failure-tail')) out.push('Some runs fail on some cases: t intervals of means are then too narrow; read medians and failure rates beside them.');
  if (recipe.data.layout === 'results' && recipe.data.filters.some(({ kind }) => kind === 'score')) out.push('Subjects were filtered by the score itself: what is left is no sample of the groups.');
  out.push('Gaps are associations in this sample. A gap that is not found is not shown to be absent: see the equivalence test where one was asked for.');
  return out;
}

function smallGroup({ group, organ, model, n }: AuditRow): string {
  return `${group}, ${organ}, ${model} (n ${n})`;
}
