import type { CovariateValue, MissingReason } from '#core/cohort/covariate.ts';
import type { ResultTable } from '#core/cohort/resultTable.ts';

/** A covariate of every subject as typed arrays, so that a hundred thousand rows are grouped within a frame. */
export interface TableCovariate {
  readonly column: string;
  readonly kind: 'numeric' | 'category';
  /** Categories by name; empty for numbers. */
  readonly levels: readonly string[];
  /** Numbers (NaN missing) or codes into levels (−1 missing), one per subject. */
  readonly values: Float64Array;
  /** 1 where the value is a lower bound ("89+"), −1 where an upper one; null where no value is a bound. */
  readonly limits: Int8Array | null;
  /** Subjects without a value by reason. */
  readonly missing: ReadonlyMap<MissingReason, number>;
}

/** A result table with what is looked up often: rows by place, cases by subject, covariates by column. Made once a table. */
export interface TableIndex {
  readonly table: ResultTable;
  /** Row of each case for a run and an organ, −1 where there is none. */
  rowOf(run: number, organ: number): Int32Array;
  readonly casesOf: readonly (readonly number[])[];
  readonly covariates: ReadonlyMap<string, TableCovariate>;
}

/** Categories with more values than this describe the subject, not a group. */
const MOST_LEVELS = 60;

export function makeTableIndex(table: ResultTable): TableIndex {
  const { rows, organs, runs, cases, subjects } = table;
  const places = organs.length * runs.length;
  const lookup = new Int32Array(places * cases.length).fill(-1);
  for (let row = 0; row < rows.case.length; row++) lookup[(rows.run[row] * organs.length + rows.organ[row]) * cases.length + rows.case[row]] = row;
  const casesOf = subjects.map((): number[] => []);
  cases.forEach((it, at) => casesOf[it.subject].push(at));
  return {
    table, casesOf, covariates: covariatesOf(table, casesOf),
    rowOf: (run, organ) => lookup.subarray((run * organs.length + organ) * cases.length, (run * organs.length + organ + 1) * cases.length),
  };
}

function covariatesOf({ subjects, cases }: ResultTable, casesOf: readonly (readonly number[])[]): Map<string, TableCovariate> {
  const names = new Set(subjects.flatMap((it) => Object.keys(it.covariates)));
  const out = new Map<string, TableCovariate>();
  for (const column of names) {
    const it = covariateOf(column, subjects.map(({ covariates }) => covariates[column]));
    if (it.levels.length <= MOST_LEVELS) out.set(column, it);
  }
  const modality = casesOf.map((list): CovariateValue | undefined => {
    const seen = [...new Set(list.map((at) => cases[at].modality))];
    return seen.length === 0 ? undefined : { kind: 'category', value: seen.sort().join(' and ') };
  });
  out.set('modality', covariateOf('modality', modality));
  return out;
}

function covariateOf(column: string, cells: readonly (CovariateValue | undefined)[]): TableCovariate {
  const numbers = cells.filter((it) => it?.kind === 'number').length;
  const words = cells.filter((it) => it?.kind === 'category').length;
  const kind = numbers > 0 && words === 0 ? 'numeric' : 'category';
  const missing = new Map<MissingReason, number>();
  const count = (reason: MissingReason): void => { missing.set(reason, (missing.get(reason) ?? 0) + 1); };
  const limits = cells.some((it) => it?.kind === 'number' && it.limit) ? new Int8Array(cells.length) : null;
  const texts = cells.map((it, at) => {
    if (it === undefined || it.kind === 'missing') count(it?.reason ?? 'not in the table');
    if (it?.kind === 'number' && it.limit && limits) limits[at] = it.limit === 'at least' ? 1 : -1;
    return it === undefined || it.kind === 'missing' ? null : String(it.value);
  });
  if (kind === 'numeric') return { column, kind, levels: [], limits, missing, values: Float64Array.from(texts, (it) => (it === null ? Number.NaN : Number(it))) };
  const levels = [...new Set(texts.filter((it) => it !== null))].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const codes = new Map(levels.map((it, code) => [it, code]));
  return { column, kind, levels, limits: null, missing, values: Float64Array.from(texts, (it) => (it === null ? -1 : codes.get(it) ?? -1)) };
}
