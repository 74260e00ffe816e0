/** Why a value is missing; what the file itself says comes before what a reader concludes. */
export type MissingReason = 'empty' | 'marked missing' | 'unreadable' | 'implausible' | 'rows disagree' | 'not in the table';

/** A covariate of one subject. `limit` is set where only a bound is known, as in the age "89+". */
export type CovariateValue =
  | { readonly kind: 'number'; readonly value: number; readonly limit?: 'at least' | 'at most' }
  | { readonly kind: 'category'; readonly value: string }
  | { readonly kind: 'missing'; readonly reason: MissingReason; readonly text?: string };

export const NOT_IN_TABLE: CovariateValue = { kind: 'missing', reason: 'not in the table' };

export function isSameValue(a: CovariateValue, b: CovariateValue): boolean {
  if (a.kind === 'missing' || b.kind === 'missing') return a.kind === b.kind;
  if (a.kind === 'number' && b.kind === 'number') return a.value === b.value && a.limit === b.limit;
  return a.kind === b.kind && a.value === b.value;
}

/** The value for people and for tables; empty where missing. */
export function covariateText(it: CovariateValue): string {
  if (it.kind === 'missing') return '';
  if (it.kind === 'category') return it.value;
  return it.limit === undefined ? String(it.value) : it.limit === 'at least' ? `${it.value}+` : `<=${it.value}`;
}
