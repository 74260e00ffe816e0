/** Families of tests. */
import { anova, brownForsythe } from '#core/statistics/anova.ts';
import { brunnerMunzel } from '#core/statistics/brunnerMunzel.ts';
import { chiSquaredTest, fisherExact } from '#core/statistics/contingency.ts';
import { cliffsDelta, cohensD } from '#core/statistics/effects.ts';
import type { Alternative } from '#core/statistics/estimate.ts';
import { friedman } from '#core/statistics/friedman.ts';
import { hodgesLehmann } from '#core/statistics/hodgesLehmann.ts';
import { dunn, kruskalWallis } from '#core/statistics/kruskalWallis.ts';
import { mannWhitney } from '#core/statistics/mannWhitney.ts';
import { adjustedP, type Correction } from '#core/statistics/multiplicity.ts';
import { pairedT } from '#core/statistics/pairedT.ts';
import { pairedPermutationTest, permutationTest } from '#core/statistics/permutationTest.ts';
import { wilsonInterval } from '#core/statistics/rates.ts';
import { tost } from '#core/statistics/tost.ts';
import { twoSampleT } from '#core/statistics/welch.ts';
import { pairedHodgesLehmann, wilcoxonSignedRank } from '#core/statistics/wilcoxonSignedRank.ts';
import { numbers, type Computed, type VectorCase } from './compare.ts';
import { EXACT, valueOf, type Family } from './family.ts';

const ALTERNATIVES: readonly Alternative[] = ['two-sided', 'less', 'greater'];
const ALL_EQUAL = 'all values equal: the product names the reason (stats-all-equal) where the reference gives NaN or 1';

const SEPARATED = 'no overlap: the product names the reason (stats-complete-separation) where scipy gives -Infinity and NaN';
const INVERSE = 'the inverse of scipy 1.10.1 is 5.5e-8 off at 1e-10 (scipy 1.17.1 gives 1.715245876234933e-7, as here)';

const mannWhitneyFamily: Family = {
  rules: EXACT,
  compute: ({ x: xs, y: ys, id }) => {
    const x = numbers(xs), y = numbers(ys);
    const out: Record<string, Computed> = {};
    const run = (mode: 'exact' | 'asymptotic', continuity: boolean, alternative: Alternative): Computed => {
      const result = valueOf(mannWhitney(x, y, { mode, continuity, alternative }), 'stats-all-equal');
      return result && { U1: result.statistic, p: result.p };
    };
    for (const alternative of ALTERNATIVES) {
      if (id !== 'all_equal') out[`exact_${alternative}`] = run('exact', false, alternative);
      out[`asymptotic_cc_${alternative}`] = run('asymptotic', true, alternative);
      out[`asymptotic_nocc_${alternative}`] = run('asymptotic', false, alternative);
    }
    const delta = x.length < 2 ? valueOf(mannWhitney(x, y))?.cliffsDelta : valueOf(cliffsDelta(x, y))?.value;
    const shift = valueOf(hodgesLehmann(x, y));
    const exact = id === 'all_equal' ? undefined : valueOf(mannWhitney(x, y, { mode: 'exact' }))?.p;
    return {
      ...out, cliffs_delta: delta, rank_biserial: delta, vargha_delaney_A: delta === undefined ? undefined : (delta + 1) / 2,
      hodges_lehmann_shift: shift?.value,
      'exact_conditional_permutation_two-sided(coin)': exact, 'exact_conditional_permutation_two-sided(enumerated)': exact,
      'R_wilcox.test_conf.int': shift && { exact: shift.method === 'Moses, exact', W: valueOf(mannWhitney(x, y), 'stats-all-equal')?.statistic, p: exact, est: shift.value, lo: shift.low, hi: shift.high },
    };
  },
};

const testTriple = (statistic: number | undefined, p: number | undefined): Computed => ({ statistic, p });

export const TEST_FAMILIES: Readonly<Record<string, Family>> = {
  mannwhitney: mannWhitneyFamily,
  brunnermunzel: {
    rules: EXACT,
    compute: (it) => {
      const x = numbers(it['x']), y = numbers(it['y']);
      const out: Record<string, Computed> = {};
      for (const alternative of ALTERNATIVES) {
        for (const distribution of ['t', 'normal'] as const) {
          const result = valueOf(brunnerMunzel(x, y, { alternative, distribution }), 'stats-complete-separation');
          out[`${distribution}_${alternative}`] = testTriple(result?.statistic, result?.p);
          const delta = valueOf(cliffsDelta(x, y))?.value ?? Number.NaN;
          out['relative_effect_P(x<y)+.5P(=)'] = result?.relativeEffect.value ?? (1 - delta) / 2;
        }
      }
      return out;
    },
  },
  ttest: {
    rules: EXACT,
    compute: (it) => {
      const x = numbers(it['x']), y = numbers(it['y']);
      const [welch, student] = (['welch', 'pooled'] as const).map((rule) => valueOf(twoSampleT(x, y, { rule })));
      const spread = valueOf(brownForsythe([x, y]));
      return {
        student: { t: student?.statistic, p: student?.p }, welch: { t: welch?.statistic, p: welch?.p },
        brown_forsythe: { W: spread?.statistic, p: spread?.p }, cohen_d_pooled: valueOf(cohensD(x, y)),
      };
    },
  },
  kruskal: {
    rules: EXACT,
    compute: (it) => {
      const groups = (it['groups'] as unknown[]).map(numbers);
      const test = valueOf(kruskalWallis(groups));
      const f = valueOf(anova(groups));
      const pairs = valueOf(dunn(groups)) ?? [];
      const holm = adjustedP(pairs.map((pair) => pair.p), 'holm');
      return {
        H: test?.statistic, p: test?.p, df: test?.df, epsilon_squared: test?.epsilonSquared, eta_squared_H: test?.etaSquared,
        anova_F: f?.statistic, anova_p: f?.p,
        dunn: pairs.map((pair, i) => ({ i: pair.first, j: pair.second, z: pair.z, p: pair.p, p_holm: holm[i] })),
      };
    },
  },
  wilcoxon_signedrank: {
    rules: EXACT,
    compute: (it) => {
      const x = numbers(it['x']), y = numbers(it['y']);
      const out: Record<string, Computed> = {};
      for (const zeros of ['wilcox', 'pratt', 'zsplit'] as const) {
        for (const continuity of [true, false]) {
          const result = valueOf(wilcoxonSignedRank(x, y, { zeros, continuity, mode: 'asymptotic' }));
          out[`approx_${zeros}_${continuity ? 'cc' : 'nocc'}`] = { W: result?.statistic, p: result?.p };
        }
      }
      const exact = valueOf(wilcoxonSignedRank(x, y, { zeros: 'wilcox', mode: 'exact' }));
      const paired = valueOf(pairedT(x, y));
      return { ...out, exact: { W: exact?.statistic, p: exact?.p }, hodges_lehmann_one_sample: valueOf(pairedHodgesLehmann(x, y)), paired_t: { t: paired?.statistic, p: paired?.p } };
    },
  },
  friedman: {
    rules: EXACT,
    compute: (it) => {
      const result = valueOf(friedman((it['treatments'] as unknown[]).map(numbers)));
      return { chi2: result?.statistic, p: result?.p, kendalls_W: result?.kendallsW };
    },
  },
  permutation: {
    rules: EXACT,
    compute: async (it) => {
      const x = numbers(it['x']), y = numbers(it['y']);
      const out: Record<string, Computed> = {};
      for (const alternative of ALTERNATIVES) {
        const result = valueOf(it['paired'] === true ? await pairedPermutationTest(x, y, { alternative }) : await permutationTest(x, y, { alternative }));
        out[`mean_difference_exact_${alternative}`] = { statistic: result?.statistic, p: result?.p, n_permutations: result?.permutations };
      }
      return out;
    },
  },
  multipletests: {
    rules: EXACT,
    compute: (it) => {
      const p = numbers(it['p']);
      const names: readonly [string, Correction][] = [['bonferroni', 'bonferroni'], ['holm', 'holm'], ['fdr_bh', 'bh'], ['fdr_by', 'by'], ['hommel', 'hommel'], ['simes-hochberg', 'hochberg']];
      return Object.fromEntries(names.map(([name, correction]) => {
        const adjusted = adjustedP(p, correction);
        return [name, { adjusted, reject: adjusted.map((value) => value <= 0.05) }];
      }));
    },
  },
  tost: {
    rules: EXACT,
    compute: (it) => {
      const rule = it['paired'] === true ? 'paired' : it['usevar'] === 'pooled' ? 'pooled' : 'welch';
      return valueOf(tost(numbers(it['x']), numbers(it['y']), { low: Number(it['low']), high: Number(it['upp']), rule })) as Computed;
    },
  },
  contingency: {
    rules: EXACT,
    compute: (it: VectorCase) => {
      const table = (it['table'] as unknown[]).map(numbers);
      const test = valueOf(chiSquaredTest(table));
      const base = { chi2: test?.statistic, p: test?.p, df: test?.df };
      if (table.length !== 2) return base;
      const [[a, b], [c, d]] = table;
      const yates = valueOf(chiSquaredTest(table, true));
      const fisher = valueOf(fisherExact([[a, b], [c, d]]));
      const wilson = valueOf(wilsonInterval({ events: a, n: a + b }));
      return { ...base, yates: { chi2: yates?.statistic, p: yates?.p }, fisher: { odds_ratio: fisher?.oddsRatio, p: fisher?.p }, wilson_row1: wilson && [wilson.low, wilson.high] };
    },
  },
};

/** References left aside for one case of one family, by name. */
export function asideFor(family: string, it: VectorCase): Readonly<Record<string, string>> {
  if (family === 'brunnermunzel' && JSON.stringify(it.expected).includes('"-Infinity"')) {
    return Object.fromEntries(ALTERNATIVES.flatMap((alternative) => ['t', 'normal'].map((kind) => [`${kind}_${alternative}`, SEPARATED])));
  }
  if (family === 'distributions' && it.id === 'f[3, 40]') return { 'ppf.0': INVERSE };
  if (family !== 'mannwhitney') return {};
  if (it.id === 'all_equal') {
    const paths = ALTERNATIVES.flatMap((alternative) => [`asymptotic_cc_${alternative}`, `asymptotic_nocc_${alternative}`]);
    return Object.fromEntries(paths.map((path) => [path, ALL_EQUAL]));
  }
  return it['ties'] === true ? { 'R_wilcox': 'tied R wilcox.test intervals: a root search on the corrected z, whose estimate is not the median of differences' } : {};
}
