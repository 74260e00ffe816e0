import type { Fault, Result } from '#core/faults.ts';
import type { AuditData, Grouping, ScoreColumn } from '#core/evaluation/auditData.ts';
import type { Recipe, TestName } from '#core/evaluation/recipe.ts';
import type { IntervalWarning } from '#core/statistics/estimate.ts';
import { adjustedP } from '#core/statistics/multiplicity.ts';

export type RowKind = 'description' | 'omnibus' | 'gap' | 'index' | 'models' | 'modality' | 'continuous' | 'balance';

/** What a row's estimate is. */
export type Quantity =
  | 'mean' | 'median' | 'failure rate' | 'mean gap' | 'median gap' | 'shift' | "Cliff's delta" | 'relative effect'
  | 'failure-rate difference' | 'failure-rate ratio' | 'test' | 'gap above floor' | 'difference of gaps' | 'correlation' | 'standardised difference'
  | 'highest - lowest' | 'highest / lowest' | 'SD of group means' | 'skewed error ratio' | 'ES-Dice (FairMedFM)' | 'ES-Dice (FairSeg)';

/** One number of an audit with all that it needs to be read. Gaps are group − reference. */
export interface AuditRow {
  readonly kind: RowKind;
  readonly quantity: Quantity;
  readonly metric: string;
  readonly organ: string;
  readonly model: string;
  readonly attribute: string;
  /** Empty in rows about all groups. */
  readonly group: string;
  readonly reference: string | null;
  /** Values of the group (of all groups in rows about all). */
  readonly n: number;
  readonly nReference: number | null;
  readonly missing: number | null;
  readonly estimate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly statistic: number | null;
  readonly p: number | null;
  readonly pCorrected: number | null;
  readonly method: string;
  readonly adjustedFor: readonly string[];
  /** Family over which p is corrected, and its size. */
  readonly family: string | null;
  readonly familySize: number | null;
  readonly warning: IntervalWarning | null;
  /** Why there is no estimate. */
  readonly fault: Fault | null;
  readonly note: string | null;
}

export type RowFields = Pick<AuditRow, 'kind' | 'quantity' | 'group' | 'n' | 'method'> & Partial<AuditRow>;

/** What every part of an audit works on: one score column under one grouping. */
export interface Slice {
  readonly data: AuditData;
  readonly recipe: Recipe;
  readonly columnIndex: number;
  readonly column: ScoreColumn;
  readonly grouping: Grouping;
  /** Finite or infinite values per level, missing left out. */
  readonly groups: readonly Float64Array[];
  readonly missing: readonly number[];
  /** Whether this column has failures anywhere, so that t intervals mislead. */
  readonly failureTail: boolean;
}

export function makeSlice(data: AuditData, recipe: Recipe, columnIndex: number, grouping: Grouping, failureTail: boolean): Slice {
  const values = columnValues(data, columnIndex);
  const sizes = grouping.levels.map(() => 0);
  const missing = grouping.levels.map(() => 0);
  values.forEach((value, i) => {
    const code = grouping.codes[i];
    if (code < 0) return;
    if (Number.isNaN(value)) missing[code]++;
    else sizes[code]++;
  });
  const groups = sizes.map((size) => new Float64Array(size));
  const filled = sizes.map(() => 0);
  values.forEach((value, i) => {
    const code = grouping.codes[i];
    if (code >= 0 && !Number.isNaN(value)) groups[code][filled[code]++] = value;
  });
  return { data, recipe, columnIndex, column: data.columns[columnIndex], grouping, groups, missing, failureTail };
}

/** One score column over the subjects, NaN where missing. */
export function columnValues({ table }: AuditData, columnIndex: number): Float64Array {
  const out = new Float64Array(table.subjects);
  for (let i = 0; i < table.subjects; i++) out[i] = table.values[i * table.columns + columnIndex];
  return out;
}

export function makeRow({ column, grouping }: Pick<Slice, 'column' | 'grouping'>, fields: RowFields): AuditRow {
  return {
    metric: column.metric, organ: column.organ, model: column.model, attribute: grouping.attribute,
    reference: null, nReference: null, missing: null, estimate: null, low: null, high: null, statistic: null, p: null, pCorrected: null,
    adjustedFor: [], family: null, familySize: null, warning: null, fault: null, note: null, ...fields,
  };
}

/** The part of a row that a result fills: its numbers, or the fault in their place. */
export function numbersOf<T>(result: Result<T>, fields: (value: T) => Partial<AuditRow>): Partial<AuditRow> {
  return result.state === 'failed' ? { fault: result.fault } : fields(result.value);
}

/** An interval as row fields. */
export function intervalFields(it: { readonly value: number; readonly low: number; readonly high: number; readonly method?: string; readonly warning?: IntervalWarning }): Partial<AuditRow> {
  return { estimate: it.value, low: it.low, high: it.high, ...(it.method === undefined ? {} : { method: it.method }), warning: it.warning ?? null };
}

export interface AuditFamily {
  readonly name: string;
  readonly size: number;
  readonly correction: Recipe['correction'];
}

/** Name of the family that a p value of this test belongs to. */
export function familyName(recipe: Recipe, test: TestName | 'adjusted', attribute: string, suffix = ''): string {
  return `${test}${suffix}${recipe.family === 'attribute' ? `, ${attribute}` : ''}`;
}

/** Corrects p over each family of rows. */
export function correctFamilies(rows: readonly AuditRow[], recipe: Recipe): { rows: AuditRow[]; families: AuditFamily[] } {
  const members = new Map<string, number[]>();
  rows.forEach((row, i) => {
    if (row.family === null || row.p === null) return;
    const list = members.get(row.family);
    if (list) list.push(i);
    else members.set(row.family, [i]);
  });
  const out = [...rows];
  const families: AuditFamily[] = [];
  for (const [name, indices] of members) {
    const adjusted = adjustedP(indices.map((i) => rows[i].p ?? 1), recipe.correction);
    indices.forEach((index, j) => { out[index] = { ...rows[index], pCorrected: adjusted[j], familySize: indices.length }; });
    families.push({ name, size: indices.length, correction: recipe.correction });
  }
  return { rows: out, families };
}
