import { attemptNow, type Result } from '#core/faults.ts';
import type { Numbers } from '#core/num/quantiles.ts';
import { checkGroups } from '#core/statistics/checks.ts';
import { pOfZ, type Alternative, type TestResult } from '#core/statistics/estimate.ts';
import { exactRankSumP } from '#core/statistics/exactRankSum.ts';
import { midRanks, pooled } from '#core/statistics/midRanks.ts';

export interface MannWhitneyResult extends TestResult {
  /** U of the first sample: the number of pairs it wins, ties half. */
  readonly statistic: number;
  /** 2U/(n₁n₂) − 1 = P(x > y) − P(x < y). */
  readonly cliffsDelta: number;
  readonly z: number;
}

export interface MannWhitneyOptions {
  readonly alternative?: Alternative;
  /** `auto` is exact (given the ties) up to 400 pairs of values, else the normal approximation. */
  readonly mode?: 'auto' | 'exact' | 'asymptotic';
  readonly continuity?: boolean;
}

const MOST_EXACT_PAIRS = 400;

/**
 * Mann-Whitney U (Wilcoxon rank sum) with tie correction; exact p conditional on the ties, two-sided by distance from
 * the expected rank sum. References: scipy.stats.mannwhitneyu; R coin (conditional exact).
 */
export function mannWhitney(x: Numbers, y: Numbers, options: MannWhitneyOptions = {}): Result<MannWhitneyResult> {
  return attemptNow(() => {
    const { alternative = 'two-sided', mode = 'auto', continuity = true } = options;
    checkGroups([x, y], { spread: 'overall' });
    const { ranks, tieTerm } = midRanks(pooled([x, y]));
    const m = x.length, n = y.length, all = m + n;
    let rankSum = 0;
    for (let i = 0; i < m; i++) rankSum += ranks[i];
    const u = rankSum - (m * (m + 1)) / 2;
    const excess = u - (m * n) / 2;
    const sd = Math.sqrt(((m * n) / 12) * (all + 1 - tieTerm / (all * (all - 1))));
    const z = (excess - (continuity ? correction(excess, alternative) : 0)) / sd;
    const exact = mode === 'exact' || (mode === 'auto' && m * n <= MOST_EXACT_PAIRS);
    return {
      method: exact ? 'Mann-Whitney U, exact' : 'Mann-Whitney U, normal approximation',
      statistic: u, z,
      cliffsDelta: (2 * u) / (m * n) - 1,
      p: exact ? exactRankSumP(ranks, m, alternative) : pOfZ(z, alternative),
    };
  });
}

function correction(excess: number, alternative: Alternative): number {
  if (alternative === 'less') return -0.5;
  return alternative === 'greater' ? 0.5 : Math.sign(excess) * Math.min(0.5, Math.abs(excess));
}
