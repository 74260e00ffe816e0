import { attemptNow, FaultError, type Result } from '#core/faults.ts';
import { mean, variance } from '#core/num/moments.ts';
import type { Numbers } from '#core/num/quantiles.ts';
import { checkGroups } from '#core/statistics/checks.ts';

/** Indices over the group means of a score where higher is better. The equity-scaled pair carries the names of its two incompatible definitions. */
export interface FairnessIndices {
  readonly overallMean: number;
  readonly lowestMean: number;
  readonly highestMean: number;
  /** Index of the group with the lowest and with the highest mean. */
  readonly lowest: number;
  readonly highest: number;
  /** highest − lowest; FairMedFM's delta_dice. */
  readonly gap: number;
  /** highest / lowest; undefined where the lowest mean is 0. */
  readonly ratio: number | undefined;
  /** Population standard deviation of the group means. */
  readonly sdOfMeans: number;
  /** (1 − lowest)/(1 − highest), skewed error ratio; undefined where the best group makes no error. Never shown alone. */
  readonly skewedErrorRatio: number | undefined;
  /** mean / (1 + SD of the group means): FairMedFM. */
  readonly equityScaledFairMedFM: number;
  /** mean / (1 + Σ|group − mean|): FairSeg (ICLR 2024), alpha 1. */
  readonly equityScaledFairSeg: number;
}

/** Fairness indices of the groups' values. Sources: FairMedFM evaluate_seg; FairSeg equity_scaled_perf. */
export function fairnessIndices(groups: readonly Numbers[]): Result<FairnessIndices> {
  return attemptNow(() => {
    checkGroups(groups, { atLeast: 1, finite: true });
    const sizes = groups.map((group) => group.length);
    return indicesOfMeans(groups.map(mean), sizes);
  });
}

/** The same from means and sizes. */
export function indicesOfMeans(means: readonly number[], sizes: readonly number[]): FairnessIndices {
  if (means.length < 2) throw new FaultError('stats-one-group', { expected: 'two groups', came: `${means.length}` });
  const n = sizes.reduce((a, b) => a + b, 0);
  const overallMean = means.reduce((sum, value, i) => sum + value * sizes[i], 0) / n;
  const lowestMean = Math.min(...means), highestMean = Math.max(...means);
  const sdOfMeans = Math.sqrt((variance(means) * (means.length - 1)) / means.length);
  const deviation = means.reduce((sum, value) => sum + Math.abs(value - overallMean), 0);
  return {
    overallMean, lowestMean, highestMean,
    lowest: means.indexOf(lowestMean), highest: means.indexOf(highestMean),
    gap: highestMean - lowestMean,
    ratio: lowestMean === 0 ? undefined : highestMean / lowestMean,
    sdOfMeans,
    skewedErrorRatio: highestMean === 1 ? undefined : (1 - lowestMean) / (1 - highestMean),
    equityScaledFairMedFM: overallMean / (1 + sdOfMeans),
    equityScaledFairSeg: overallMean / (1 + deviation),
  };
}
