import type { CovariateValue } from '#core/cohort/covariate.ts';
import { isSameValue, NOT_IN_TABLE } from '#core/cohort/covariate.ts';

/** Covariates of one subject by name. */
export type Values = Record<string, CovariateValue>;

/** Puts what a second row says of a subject to what the first said, and names the values over which they disagree: those are unknown. */
export function mergeValues(known: Values, values: Readonly<Values>): readonly string[] {
  const differing: string[] = [];
  for (const [name, value] of Object.entries(values)) {
    const before = Object.hasOwn(known, name) ? known[name] : NOT_IN_TABLE;
    if (before.kind === 'missing' && before.reason !== 'rows disagree') known[name] = value.kind === 'missing' && before !== NOT_IN_TABLE ? before : value;
    else if (value.kind !== 'missing' && !isSameValue(before, value)) {
      known[name] = { kind: 'missing', reason: 'rows disagree' };
      differing.push(name);
    }
  }
  return differing;
}
