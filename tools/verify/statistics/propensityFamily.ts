import { mean } from '#core/num/moments.ts';
import { nearestPairs } from '#core/statistics/matching.ts';
import { logistic } from '#core/statistics/binomialFit.ts';
import { effectiveSize, standardisedDifference, weightedGap, weightsOf, type Weighting } from '#core/statistics/propensity.ts';
import type { Computed } from './compare.ts';
import { valueOf, type Family } from './family.ts';
import { columnsOf, designOf } from './formula.ts';

const WEIGHTINGS: readonly [string, Weighting][] = [['unweighted', 'unweighted'], ['iptw_ate', 'ate'], ['iptw_ate_stabilised', 'ate-stabilised'], ['att', 'att'], ['overlap', 'overlap']];
const COVARIATES = ['age', 'sex', 'bmi', 'thick'];

/** Scores, the five weightings and greedy matching. */
export const propensityFamily: Family = {
  rules: {
    tolerance: 1e-6,
    aside: {
      'R_MatchIt_4': 'MatchIt 4.5.1 (its last pair is not the nearest; metrics.md 2.1): the explicit greedy pairs are the target',
    },
  },
  compute: (it) => {
    const columns = columnsOf(it);
    const { response: group, design } = designOf(it);
    const fit = valueOf(logistic(group, design));
    if (!fit) return undefined;
    const scores = fit.fitted;
    const weights = Object.fromEntries(WEIGHTINGS.map(([name, weighting]): [string, Computed] => {
      const w = weightsOf(group, scores, weighting);
      const gap = weightedGap(columns['dice'], group, w);
      return [name, {
        w_first5: w.slice(0, 5), ess_treated: effectiveSize(group, w, 1), ess_control: effectiveSize(group, w, 0),
        smd: Object.fromEntries(COVARIATES.map((name) => [name, standardisedDifference(columns[name], group, w)])),
        hajek_difference: gap.value, robust_se_hc0: gap.standardError,
      }];
    }));
    const overlap = weightedGap(columns['dice'], group, weightsOf(group, scores, 'overlap'));
    const fromOne = (pairs: readonly { member: number; match: number }[] | undefined): Computed => pairs?.map(({ member, match }) => [member + 1, match + 1]);
    const nearest = valueOf(nearestPairs(group, scores));
    const caliper = valueOf(nearestPairs(group, scores, { scale: 'logit', caliper: 0.2 }));
    const pairs = caliper?.pairs ?? [];
    const matched = new Float64Array(group.length);
    for (const pair of pairs) matched[pair.member] = matched[pair.match] = 1;
    return {
      logit: {
        coef: fit.coefficients.map((line) => line.value), se: fit.coefficients.map((line) => line.standardError), stat: fit.coefficients.map((line) => line.statistic),
        p: fit.coefficients.map((line) => line.p), ci: fit.coefficients.map((line) => [line.low, line.high]),
      },
      loglik: fit.logLikelihood, ps: scores, weights,
      // survey's sandwich is HC0 times n/(n - 1).
      R_survey_overlap_svyglm: { est: overlap.value, se: overlap.standardError * Math.sqrt(group.length / (group.length - 1)) },
      greedy_nearest_ps: { pairs: fromOne(nearest?.pairs) },
      'greedy_nearest_logit_caliper0.2': {
        caliper: caliper?.caliper, pairs: fromOne(caliper?.pairs),
        smd: Object.fromEntries(COVARIATES.map((name) => [name, standardisedDifference(columns[name], group, matched)])),
        mean_difference: mean(pairs.map((pair) => columns['dice'][pair.member] - columns['dice'][pair.match])),
      },
    };
  },
};
