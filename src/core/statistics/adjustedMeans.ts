import { attemptNow, type Result, unwrap } from '#core/faults.ts';
import { mean } from '#core/num/moments.ts';
import type { Numbers } from '#core/num/quantiles.ts';
import { contrast, waldTest, type Coefficient } from '#core/statistics/coefficients.ts';
import { levelName, makeDesign, type Term } from '#core/statistics/design.ts';
import { ols, type OlsOptions } from '#core/statistics/ols.ts';

export interface AncovaResult {
  /** One line per level of the group, in the order of its levels (those that occur): the mean at the covariates' means. */
  readonly means: readonly Coefficient[];
  /** Each level against the reference. */
  readonly gaps: readonly Coefficient[];
  /** All levels together. */
  readonly omnibus: { readonly f: number; readonly df1: number; readonly df2: number; readonly p: number };
  readonly method: string;
}

/**
 * Analysis of covariance: group means and gaps at the mean of every covariate (of the dummy columns too, so that sites
 * count by their share). With no covariates it is the plain comparison. References: R emmeans(weights = "proportional");
 * statsmodels OLS with HC3.
 */
export function adjustedMeans(y: Numbers, group: Term & { readonly kind: 'category' }, covariates: readonly Term[], options: OlsOptions = {}): Result<AncovaResult> {
  return attemptNow(() => {
    const design = makeDesign([group, ...covariates], y.length);
    const { coefficients, covariance, df, method } = unwrap(ols(y, design, options));
    const values = coefficients.map((line) => line.value);
    const groupColumns = design.names.flatMap((name, j) => (group.levels.some((level) => levelName(group.name, level) === name) ? [j] : []));
    const centre = design.columns.map((column, j) => (groupColumns.includes(j) ? 0 : mean(column)));
    const present = [...new Set(Array.from(group.codes))].sort((a, b) => a - b);
    const level = options.level ?? 0.95;
    const means = present.map((code) => {
      const own = design.names.indexOf(levelName(group.name, group.levels[code]));
      const weights = centre.map((value, j) => (j === own ? 1 : value));
      return contrast(group.levels[code], weights, values, covariance, df, level);
    });
    return {
      means, gaps: groupColumns.map((j) => coefficients[j]),
      omnibus: waldTest(coefficients, covariance, groupColumns, df),
      method: `ANCOVA (${method})`,
    };
  });
}
