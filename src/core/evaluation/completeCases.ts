import type { Covariate } from '#core/evaluation/auditData.ts';
import { columnValues, type Slice } from '#core/evaluation/auditRows.ts';
import type { Term } from '#core/statistics/design.ts';

/** Rows of a slice where score, group and every covariate are known, as model terms. */
export interface CompleteCases {
  readonly subjects: readonly number[];
  readonly y: Float64Array;
  readonly group: Term & { readonly kind: 'category' };
  readonly covariates: readonly Term[];
  /** Rows of each level that take part. */
  readonly sizes: readonly number[];
  /** Levels left out for having fewer than two complete rows. */
  readonly leftOut: readonly string[];
  readonly adjustedFor: readonly string[];
}

/** Complete rows; `only` limits the groups. A covariate that is the grouping's own column is left out. */
export function completeCases(slice: Slice, wanted: readonly string[], only?: readonly number[]): CompleteCases {
  const { data, columnIndex, grouping } = slice;
  const chosen = data.covariates.filter((covariate) => wanted.includes(covariate.column) && covariate.column !== grouping.column);
  const values = columnValues(data, columnIndex);
  const columns = chosen.map((covariate) => covariate.at(columnIndex));
  const known = (subject: number): boolean => chosen.every((covariate, k) => (covariate.kind === 'numeric' ? !Number.isNaN(columns[k][subject]) : columns[k][subject] >= 0));
  const all = Array.from(values.keys()).filter((i) => {
    const code = grouping.codes[i];
    return code >= 0 && (only === undefined || only.includes(code)) && Number.isFinite(values[i]) && known(i);
  });
  const counts = grouping.levels.map((_, level) => all.filter((i) => grouping.codes[i] === level).length);
  const subjects = all.filter((i) => counts[grouping.codes[i]] >= 2);
  return {
    subjects, y: Float64Array.from(subjects, (i) => values[i]),
    group: { kind: 'category', name: grouping.attribute, codes: Float64Array.from(subjects, (i) => grouping.codes[i]), levels: grouping.levels, reference: grouping.reference },
    covariates: chosen.map((covariate, k) => termOf(covariate, columns[k], subjects)),
    sizes: counts.map((count) => (count >= 2 ? count : 0)),
    leftOut: grouping.levels.filter((_, level) => counts[level] < 2 && (only === undefined || only.includes(level))),
    adjustedFor: chosen.map((covariate) => covariate.label),
  };
}

function termOf({ label, kind, levels }: Covariate, values: Float64Array, subjects: readonly number[]): Term {
  const own = Float64Array.from(subjects, (i) => values[i]);
  return kind === 'numeric' ? { kind, name: label, values: own } : { kind, name: label, codes: own, levels };
}
