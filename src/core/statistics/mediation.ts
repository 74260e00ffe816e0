import { attemptNow, type Result, unwrap } from '#core/faults.ts';
import type { Numbers } from '#core/num/quantiles.ts';
import { adjustedMeans } from '#core/statistics/adjustedMeans.ts';
import type { Coefficient } from '#core/statistics/coefficients.ts';
import type { Term } from '#core/statistics/design.ts';
import type { OlsOptions } from '#core/statistics/ols.ts';

/** The same gaps without and with the mediator among the covariates, side by side. */
export interface MediatedGaps {
  readonly total: readonly Coefficient[];
  readonly direct: readonly Coefficient[];
  /** total − direct: what goes through the mediator under a linear model. */
  readonly through: readonly number[];
}

/**
 * A mediator (organ volume) lies on the way from group to outcome: adjusting for it answers another question, so both
 * answers are given. Baron and Kenny's difference of coefficients, linear, without interaction.
 */
export function mediatedGaps(y: Numbers, group: Term & { readonly kind: 'category' }, covariates: readonly Term[], mediator: Term, options: OlsOptions = {}): Result<MediatedGaps> {
  return attemptNow(() => {
    const total = gapsOf(adjustedMeans(y, group, covariates, options));
    const direct = gapsOf(adjustedMeans(y, group, [...covariates, mediator], options));
    return { total, direct, through: total.map((line, i) => line.value - direct[i].value) };
  });
}

function gapsOf(result: ReturnType<typeof adjustedMeans>): readonly Coefficient[] {
  return unwrap(result).gaps;
}
