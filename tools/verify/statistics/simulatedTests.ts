/** Every test of the product as a function of a null cohort to its p value; undefined where it names a reason instead. */
import type { Result } from '#core/faults.ts';
import type { Random } from '#core/num/random.ts';
import { anova, welchAnova } from '#core/statistics/anova.ts';
import { averageGap } from '#core/statistics/averageGap.ts';
import { betaRegression, squeeze } from '#core/statistics/betaRegression.ts';
import { fractional, logistic } from '#core/statistics/binomialFit.ts';
import { brunnerMunzel } from '#core/statistics/brunnerMunzel.ts';
import { fisherExact } from '#core/statistics/contingency.ts';
import { spearman } from '#core/statistics/correlation.ts';
import { pOfT } from '#core/statistics/estimate.ts';
import { fairnessUnderNull } from '#core/statistics/fairnessNull.ts';
import { friedman } from '#core/statistics/friedman.ts';
import { groupInteraction } from '#core/statistics/gapDifference.ts';
import { jonckheereTerpstra } from '#core/statistics/jonckheere.ts';
import { kendallTauB } from '#core/statistics/kendall.ts';
import { kruskalWallis } from '#core/statistics/kruskalWallis.ts';
import type { Design } from '#core/statistics/leastSquares.ts';
import { mannWhitney } from '#core/statistics/mannWhitney.ts';
import { matchedGap, nearestPairs } from '#core/statistics/matching.ts';
import { mixedModel } from '#core/statistics/mixedModel.ts';
import { ols } from '#core/statistics/ols.ts';
import { pairedT } from '#core/statistics/pairedT.ts';
import { permutationTest } from '#core/statistics/permutationTest.ts';
import { propensityScores, weightedGap, weightsOf } from '#core/statistics/propensity.ts';
import { quantileRegression } from '#core/statistics/quantileRegression.ts';
import { countBelow } from '#core/statistics/rates.ts';
import { tost } from '#core/statistics/tost.ts';
import { twoSampleT } from '#core/statistics/welch.ts';
import { wilcoxonSignedRank } from '#core/statistics/wilcoxonSignedRank.ts';
import { drawGroup, type Shape } from './simulatedDice.ts';

/** One null cohort: three groups with a covariate that means nothing, and the same subjects under three models and five organs. */
export interface NullCohort {
  readonly groups: readonly Float64Array[];
  readonly y: Float64Array;
  readonly member: Float64Array;
  readonly covariate: Float64Array;
  readonly models: readonly Float64Array[];
  readonly seed: number;
}

export function nullCohort(random: Random, n: number, shape: Shape, seed: number): NullCohort {
  const groups = [0, 1, 2].map(() => drawGroup(random, n, shape));
  const y = Float64Array.from([...groups[0], ...groups[1]]);
  const member = y.map((_, i) => (i < n ? 1 : 0));
  // What a subject's case is like is shared by the models, on the logit scale.
  const ease = y.map(() => 0.5 * random.normal());
  const models = [0, 1, 2].map(() => ease.map((e) => drawGroup(random, 1, shape, e)[0]));
  return { groups, y, member, covariate: y.map(() => random.normal()), models, seed };
}

type Answer = number | undefined;
const p = <T extends { readonly p: number }>(result: Result<T>): Answer => (result.state === 'done' ? result.value.p : undefined);

export function designOf(member: Float64Array, covariate: Float64Array): Design {
  return { names: ['intercept', 'member', 'covariate'], columns: [member.map(() => 1), member, covariate] };
}

export function matchedP(y: Float64Array, member: Float64Array, covariate: Float64Array): Answer {
  const design = { names: ['intercept', 'covariate'], columns: [member.map(() => 1), covariate] };
  const scores = propensityScores(member, design);
  if (scores.state === 'failed') return undefined;
  const matched = nearestPairs(member, scores.value, { scale: 'logit', caliper: 0.2 });
  if (matched.state === 'failed') return undefined;
  return p(matchedGap(y, design, matched.value.pairs));
}

export function weightedP(y: Float64Array, member: Float64Array, covariate: Float64Array): Answer {
  const scores = propensityScores(member, { names: ['intercept', 'covariate'], columns: [member.map(() => 1), covariate] });
  return scores.state === 'failed' ? undefined : weightedGap(y, member, weightsOf(member, scores.value, 'overlap')).p;
}

const FAILED = 0.85;

/** `dear` tests take longer and run on fewer cohorts. */
export const NULL_TESTS: readonly { readonly name: string; readonly dear?: boolean; run(it: NullCohort): Answer | Promise<Answer> }[] = [
  { name: 'Welch t', run: ({ groups: [x, y] }) => p(twoSampleT(x, y)) },
  { name: 'Student t', run: ({ groups: [x, y] }) => p(twoSampleT(x, y, { rule: 'pooled' })) },
  { name: 'ANOVA, 3 groups', run: ({ groups }) => p(anova(groups)) },
  { name: 'Welch ANOVA, 3 groups', run: ({ groups }) => p(welchAnova(groups)) },
  { name: 'Mann-Whitney', run: ({ groups: [x, y] }) => p(mannWhitney(x, y)) },
  { name: 'Kruskal-Wallis, 3 groups', run: ({ groups }) => p(kruskalWallis(groups)) },
  { name: 'Brunner-Munzel', run: ({ groups: [x, y] }) => p(brunnerMunzel(x, y)) },
  { name: 'permutation of the mean gap', dear: true, run: async ({ groups: [x, y], seed }) => p(await permutationTest(x, y, { permutations: 399, mostExact: 0, seed })) },
  {
    name: 'permutation of highest - lowest, 3 groups', dear: true,
    run: async ({ groups, seed }) => {
      const values = Float64Array.from(groups.flatMap((group) => [...group]));
      const codes = values.map((_, i) => Math.floor(i / groups[0].length));
      const result = await fairnessUnderNull({ subjects: values.length, columns: 1, values }, codes, 3, { permutations: 399, seed });
      return result.state === 'done' ? result.value[0]?.ranges.gap?.p : undefined;
    },
  },
  { name: 'Jonckheere-Terpstra, 3 groups', run: ({ groups }) => p(jonckheereTerpstra(groups)) },
  { name: 'Fisher exact on failures', run: ({ groups: [x, y] }) => { const a = countBelow(x, FAILED), b = countBelow(y, FAILED); return p(fisherExact([[a.events, a.n - a.events], [b.events, b.n - b.events]])); } },
  { name: 'Wilcoxon signed rank, 2 models', run: ({ models: [a, b] }) => p(wilcoxonSignedRank(a, b)) },
  { name: 'paired t, 2 models', run: ({ models: [a, b] }) => p(pairedT(a, b)) },
  { name: 'Friedman, 3 models', run: ({ models }) => p(friedman(models)) },
  { name: 'Spearman', run: ({ y, covariate }) => p(spearman(y, covariate)) },
  { name: 'Kendall tau-b', dear: true, run: ({ y, covariate }) => p(kendallTauB(y, covariate)) },
  {
    name: 'TOST at its margin',
    // The second group is moved to the very edge of the margin, where equivalence is false.
    run: ({ groups: [x, y] }) => p(tost(x.map((value) => value + 0.03), y, { low: -0.03, high: 0.03 })),
  },
  { name: 'ANCOVA, HC3', run: ({ y, member, covariate }) => line(ols(y, designOf(member, covariate)), 1) },
  { name: 'ANCOVA, classical', run: ({ y, member, covariate }) => line(ols(y, designOf(member, covariate), { covariance: 'classical' }), 1) },
  { name: 'overlap weighting', run: ({ y, member, covariate }) => weightedP(y, member, covariate) },
  { name: '1:1 matching, adjusted', run: ({ y, member, covariate }) => matchedP(y, member, covariate) },
  {
    name: 'fractional logit, average gap',
    run: ({ y, member, covariate }) => {
      const design = designOf(member, covariate);
      const fit = fractional(y, design);
      if (fit.state === 'failed') return undefined;
      const { value, standardError } = averageGap(fit.value, design, 1);
      return pOfT(value / standardError, fit.value.coefficients[1].df, 'two-sided');
    },
  },
  { name: 'logistic model of failure', run: ({ y, member, covariate }) => line(logistic(y.map((value) => (value < FAILED ? 1 : 0)), designOf(member, covariate)), 1) },
  { name: 'beta regression', dear: true, run: ({ y, member, covariate }) => line(betaRegression(squeeze(y), designOf(member, covariate)), 1) },
  { name: 'median regression', dear: true, run: ({ y, member, covariate }) => line(quantileRegression(y, designOf(member, covariate), 0.5), 1) },
  {
    name: 'difference of gaps, 2 models (Welch)',
    run: ({ models: [a, b], member }) => { const d = a.map((value, i) => value - b[i]); return p(twoSampleT(d.filter((_, i) => member[i] === 1), d.filter((_, i) => member[i] === 0))); },
  },
  { name: 'group × model, cluster-robust', dear: true, run: ({ models, member }) => { const long = stack(models, member); return interaction(long); } },
  {
    name: 'mixed model, random intercept', dear: true,
    run: ({ models, member }) => {
      const { y, group, subject } = stack(models, member);
      return line(mixedModel(y, { names: ['intercept', 'member'], columns: [y.map(() => 1), group] }, subject), 1);
    },
  },
];

function line(result: Result<{ readonly coefficients: readonly { readonly p: number }[] }>, index: number): Answer {
  return result.state === 'done' ? result.value.coefficients[index].p : undefined;
}

interface Long { readonly y: Float64Array; readonly group: Float64Array; readonly model: Float64Array; readonly subject: Float64Array }

function stack(models: readonly Float64Array[], member: Float64Array): Long {
  const n = member.length;
  const of = (f: (model: number, subject: number) => number): Float64Array => Float64Array.from({ length: n * models.length }, (_, i) => f(Math.floor(i / n), i % n));
  return { y: of((m, s) => models[m][s]), group: of((_, s) => member[s]), model: of((m) => m), subject: of((_, s) => s) };
}

function interaction({ y, group, model, subject }: Long): Answer {
  const result = groupInteraction(
    y, { kind: 'category', name: 'group', codes: group, levels: ['a', 'b'] }, { kind: 'category', name: 'model', codes: model, levels: ['1', '2', '3'] }, [], { clusters: subject },
  );
  return result.state === 'done' ? result.value.omnibus.p : undefined;
}
