import { covariateText, NOT_IN_TABLE } from '#core/cohort/covariate.ts';
import type { CovariateValue } from '#core/cohort/covariate.ts';
import type { Cohort } from '#core/cohort/subject.ts';

/** A cohort as columns of cells, one row a case and one for each subject without any; built once, so that sorting and filtering touch strings only. */
export interface CohortRows {
  readonly columns: readonly string[];
  /** By column, then by row: what is shown. */
  readonly text: readonly (readonly string[])[];
  /** By column, then by row: what is sorted by; numbers for numbers, NaN for what is missing. */
  readonly keys: readonly (Float64Array | null)[];
  /** By row, all cells in lower case: what is searched. */
  readonly search: readonly string[];
}

/** Columns that a table begins with. */
const FIRST = ['sex', 'age', 'bmi'];

export function cohortRows(cohort: Cohort): CohortRows {
  const bySubject = new Map(cohort.subjects.map((it) => [it.id, it]));
  const used = new Set(cohort.cases.map((it) => it.subjectId));
  const names = [...new Set(cohort.subjects.flatMap((it) => Object.keys(it.covariates)))];
  const covariates = [...FIRST.filter((it) => names.includes(it)), ...names.filter((it) => !FIRST.includes(it))];
  const lines = [
    ...cohort.cases.map((it) => ({ caseId: it.id, subject: bySubject.get(it.subjectId), subjectId: it.subjectId, modality: it.modality === 'unknown' ? '' : it.modality, organs: new Set(it.references.map((reference) => reference.organ)).size })),
    ...cohort.subjects.filter((it) => !used.has(it.id)).map((it) => ({ caseId: '', subject: it, subjectId: it.id, modality: '', organs: 0 })),
  ];
  const valueOf = (row: number, name: string): CovariateValue => lines[row].subject?.covariates[name] ?? NOT_IN_TABLE;
  const text = [
    lines.map((it) => it.caseId || 'no scan'), lines.map((it) => it.subjectId), lines.map((it) => it.modality), lines.map((it) => String(it.organs)),
    ...covariates.map((name) => lines.map((_, row) => shown(valueOf(row, name)))),
  ];
  return {
    columns: ['case', 'subject', 'modality', 'organs', ...covariates], text,
    keys: [null, null, null, Float64Array.from(lines, (it) => it.organs), ...covariates.map((name) => numbers(lines.map((_, row) => valueOf(row, name))))],
    search: lines.map((_, row) => text.map((cells) => cells[row]).join('\n').toLowerCase()),
  };
}

function shown(value: CovariateValue): string {
  return value.kind === 'missing' ? `(${value.reason})` : covariateText(value);
}

function numbers(values: readonly CovariateValue[]): Float64Array | null {
  if (!values.some((it) => it.kind === 'number')) return null;
  return Float64Array.from(values, (it) => (it.kind === 'number' ? it.value : Number.NaN));
}

export interface RowOrder { readonly column: number; readonly direction: 'ascending' | 'descending' }

const collator = new Intl.Collator('en', { numeric: true });

/** Rows that hold every word of the filter, in order; what is missing comes last whichever way. */
export function visibleRows({ text, keys, search }: CohortRows, filter: string, order: RowOrder | null): Uint32Array {
  const words = filter.toLowerCase().split(/\s+/).filter((it) => it !== '');
  const found: number[] = [];
  for (let row = 0; row < search.length; row++) if (words.every((word) => search[row].includes(word))) found.push(row);
  const rows = Uint32Array.from(found);
  if (!order) return rows;
  const sign = order.direction === 'ascending' ? 1 : -1;
  const key = keys[order.column], cells = text[order.column];
  if (key) return rows.sort((a, b) => (Number.isNaN(key[a]) ? (Number.isNaN(key[b]) ? a - b : 1) : Number.isNaN(key[b]) ? -1 : sign * (key[a] - key[b]) || a - b));
  const ranks = ranksOf(cells);
  return rows.sort((a, b) => {
    const x = ranks[a], y = ranks[b];
    if (x === y) return a - b;
    return x === Infinity ? 1 : y === Infinity ? -1 : sign * (x - y);
  });
}

const ranked = new WeakMap<readonly string[], Float64Array>();

/** Place of each text among its column's; missing ones last. Comparing by the collator is slow on many rows: each distinct text is ranked once, and a column only once. */
function ranksOf(cells: readonly string[]): Float64Array {
  const before = ranked.get(cells);
  if (before) return before;
  const rank = new Map([...new Set(cells)].sort(collator.compare).map((cell, n) => [cell, cell.startsWith('(') ? Infinity : n]));
  const ranks = Float64Array.from(cells, (cell) => rank.get(cell) ?? Infinity);
  ranked.set(cells, ranks);
  return ranks;
}
