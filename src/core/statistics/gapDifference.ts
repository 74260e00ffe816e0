import { attempt, attemptNow, type Result, unwrap } from '#core/faults.ts';
import { makeBreather } from '#core/num/breather.ts';
import { mean } from '#core/num/moments.ts';
import type { Numbers } from '#core/num/quantiles.ts';
import { makeRandom } from '#core/num/random.ts';
import { percentileLimits } from '#core/statistics/bootstrap.ts';
import { checkGroups, checkPairs, checkSample } from '#core/statistics/checks.ts';
import { waldTest, type Coefficient } from '#core/statistics/coefficients.ts';
import { columnsOf, interactionColumns, type Term } from '#core/statistics/design.ts';
import type { Estimate } from '#core/statistics/estimate.ts';
import { ols } from '#core/statistics/ols.ts';
import { twoSampleT, type TwoSampleT } from '#core/statistics/welch.ts';

export interface GapDifference {
  /** gap of model a − gap of model b, each mean(group 1) − mean(group 0), with the paired subject bootstrap. */
  readonly difference: Estimate;
  /** The same as the group × model interaction: Welch's t on each subject's a − b. */
  readonly interaction: TwoSampleT;
}

/**
 * Is model a's gap other than model b's on the same subjects? Subjects are resampled within their group, both models'
 * values together, so what the models share cancels. Percentile limits.
 */
export async function gapDifference(
  a: Numbers, b: Numbers, group: Numbers,
  options: { seed: number | string; replicates?: number; level?: number; signal?: AbortSignal },
): Promise<Result<GapDifference>> {
  return attempt(async () => {
    const { replicates = 2000, level = 0.95, seed, signal } = options;
    checkPairs(a, b, 4);
    checkSample(a, true);
    checkSample(b, true);
    const within = Float64Array.from(a, (value, i) => value - b[i]);
    const inside = within.filter((_, i) => group[i] === 1), outside = within.filter((_, i) => group[i] === 0);
    checkGroups([inside, outside], { atLeast: 2 });
    const interaction = unwrap(twoSampleT(inside, outside, { level }));
    const random = makeRandom(seed);
    const breathe = makeBreather(signal);
    const theta = new Float64Array(replicates);
    const resampledMean = (values: Float64Array): number => {
      let sum = 0;
      for (let i = 0; i < values.length; i++) sum += values[random.integer(values.length)];
      return sum / values.length;
    };
    for (let r = 0; r < replicates; r++) {
      theta[r] = resampledMean(inside) - resampledMean(outside);
      if (r % 256 === 255) await breathe();
    }
    const limits = percentileLimits(theta, level);
    return { interaction, difference: { value: mean(inside) - mean(outside), ...limits, level, method: `paired subject bootstrap, ${replicates} replicates` } };
  });
}

export interface InteractionResult {
  /** Each product column: how much the gap grows from the reference of `other`. */
  readonly lines: readonly Coefficient[];
  readonly omnibus: { readonly f: number; readonly df1: number; readonly df2: number; readonly p: number };
  readonly method: string;
}

/**
 * Group × model (same subjects: give `clusters`, robust by subject) or group × modality (other subjects: HC3) as a
 * linear interaction, further covariates kept.
 */
export function groupInteraction(y: Numbers, group: Term, other: Term, covariates: readonly Term[], { clusters, level = 0.95 }: { readonly clusters?: Numbers; readonly level?: number } = {}): Result<InteractionResult> {
  return attemptNow(() => {
    const products = interactionColumns(group, other);
    const blocks = [...[group, other, ...covariates].flatMap(columnsOf), ...products];
    const design = { names: ['intercept', ...blocks.map(([name]) => name)], columns: [new Float64Array(y.length).fill(1), ...blocks.map(([, column]) => column)] };
    const { coefficients, covariance, df, method } = unwrap(ols(y, design, clusters === undefined ? { level } : { clusters, level }));
    const first = coefficients.length - products.length;
    const indices = products.map((_, j) => first + j);
    return { lines: indices.map((j) => coefficients[j]), omnibus: waldTest(coefficients, covariance, indices, df), method };
  });
}
