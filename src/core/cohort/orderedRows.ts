import type { ResultTable } from '#core/cohort/resultTable.ts';
import type { CovariateValue } from '#core/cohort/covariate.ts';

/** A column of a result table that rows can be sorted by: a measure, a covariate of the subject, or what the row is. */
export type RowKey =
  | { readonly kind: 'measure' | 'covariate'; readonly name: string }
  | { readonly kind: 'case' | 'modality' | 'run' | 'organ' | 'status' }
  /** What is said of each case outside the table, in the order of its cases; blank where nothing is. */
  | { readonly kind: 'text'; readonly byCase: readonly string[] };

export interface RowsAsked {
  /** Index into the table's runs or organs; all where null. */
  readonly run: number | null;
  readonly organ: number | null;
  /** Code of RESULT_STATUS; all where null. */
  readonly status: number | null;
  readonly modality: 'CT' | 'MR' | 'unknown' | null;
  /** Rows of these cases only (indices); all where null. */
  readonly cases: ReadonlySet<number> | null;
  readonly sort: RowKey;
  readonly direction: 'ascending' | 'descending';
}

/**
 * The rows asked for, in order; rows that lack the value they are sorted by come last whichever way, and equal ones keep
 * the table's order. Every row's key becomes one number first, so that a hundred thousand rows sort within a few frames.
 */
export function orderedRows(table: ResultTable, asked: RowsAsked): Uint32Array {
  const { rows, cases } = table;
  const { run, organ, status, modality } = asked;
  const isIn = Uint8Array.from(cases, (it, at) => Number((modality === null || it.modality === modality) && (asked.cases === null || asked.cases.has(at))));
  const found = new Uint32Array(rows.case.length);
  let count = 0;
  for (let row = 0; row < found.length; row++) {
    if (isIn[rows.case[row]] === 0 || (run !== null && rows.run[row] !== run) || (organ !== null && rows.organ[row] !== organ) || (status !== null && rows.status[row] !== status)) continue;
    found[count++] = row;
  }
  const key = keyOf(table, asked.sort);
  const sign = asked.direction === 'ascending' ? 1 : -1;
  const rank = Float64Array.from({ length: found.length }, (_, row) => (Number.isNaN(key(row)) ? Infinity : sign * clamped(key(row))));
  return found.subarray(0, count).sort((a, b) => rank[a] - rank[b] || a - b);
}

/** An infinite distance (one mask is empty) is the largest number there is, so that missing values still come after it. */
function clamped(value: number): number {
  return Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value));
}

function keyOf(table: ResultTable, sort: RowKey): (row: number) => number {
  const { rows, cases, subjects, columns } = table;
  switch (sort.kind) {
    case 'measure': {
      const column = columns.get(sort.name);
      return (row) => (column ? column[row] : Number.NaN);
    }
    case 'covariate': {
      const bySubject = covariateKeys(subjects.map(({ covariates }) => covariates[sort.name]));
      return (row) => bySubject[cases[rows.case[row]].subject];
    }
    case 'case': {
      const byCase = textRanks(cases.map(({ id }) => id));
      return (row) => byCase[rows.case[row]];
    }
    case 'modality': {
      const byCase = textRanks(cases.map((it) => it.modality));
      return (row) => byCase[rows.case[row]];
    }
    case 'text': {
      const ranks = textRanks(sort.byCase);
      return (row) => (sort.byCase[rows.case[row]] === '' ? Number.NaN : ranks[rows.case[row]]);
    }
    case 'run': return (row) => rows.run[row];
    case 'organ': return (row) => rows.organ[row];
    case 'status': return (row) => rows.status[row];
  }
}

function covariateKeys(values: readonly (CovariateValue | undefined)[]): Float64Array {
  const ranks = textRanks(values.map((it) => (it?.kind === 'category' ? it.value : '')));
  return Float64Array.from(values, (it, at) => (it?.kind === 'number' ? it.value : it?.kind === 'category' ? ranks[at] : Number.NaN));
}

/** Places of texts in the order that people read them in: 2 before 10. */
function textRanks(texts: readonly string[]): Float64Array {
  const { compare } = new Intl.Collator('en', { numeric: true });
  const place = new Map([...new Set(texts)].sort(compare).map((text, n) => [text, n]));
  return Float64Array.from(texts, (text) => place.get(text) ?? Number.NaN);
}
