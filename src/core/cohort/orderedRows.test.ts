import { expect, test } from 'vitest';
import { orderedRows } from '#core/cohort/orderedRows.ts';
import type { RowsAsked } from '#core/cohort/orderedRows.ts';
import type { ResultTable } from '#core/cohort/resultTable.ts';

/** Three cases, two organs, one run: row = 2 · case + organ. */
const table: ResultTable = {
  name: 't', notice: null, organs: ['liver', 'spleen'],
  subjects: [
    { id: 'S1', covariates: { age: { kind: 'number', value: 40 }, sex: { kind: 'category', value: 'male' } } },
    { id: 'S2', covariates: { age: { kind: 'missing', reason: 'empty' }, sex: { kind: 'category', value: 'female' } } },
  ],
  cases: [{ id: 'C10', subject: 0, modality: 'CT' }, { id: 'C2', subject: 1, modality: 'MR' }, { id: 'C1', subject: 0, modality: 'CT' }],
  runs: [{ id: 'm/box', model: { id: 'm', name: 'M', sha256: [] }, protocol: { id: 'box', label: '' }, device: '', onnxruntime: '', threads: 1, program: '', seed: 1, casesAsked: 3 }],
  rows: { case: Uint32Array.of(0, 0, 1, 1, 2, 2), organ: Uint8Array.of(0, 1, 0, 1, 0, 1), run: new Uint8Array(6), status: Uint8Array.of(0, 0, 0, 4, 3, 0) },
  columns: new Map([['dice', Float64Array.of(0.9, 0.4, 0.7, Number.NaN, 0, 0.4)], ['hd95Mm', Float64Array.of(3, 9, 5, Number.NaN, Infinity, 9)]]),
  columnNames: ['dice', 'hd95Mm'],
};
const ask = (more: Partial<RowsAsked>) => [...orderedRows(table, { run: null, organ: null, status: null, modality: null, cases: null, sort: { kind: 'measure', name: 'dice' }, direction: 'ascending', ...more })];

test('the worst come first, equal ones in the table\'s order, and rows without a value last whichever way', () => {
  expect(ask({})).toEqual([4, 1, 5, 2, 0, 3]);
  expect(ask({ direction: 'descending' })).toEqual([0, 2, 1, 5, 4, 3]);
});

test('an infinite distance is the worst distance, not a missing one', () => {
  expect(ask({ sort: { kind: 'measure', name: 'hd95Mm' }, direction: 'descending' })).toEqual([4, 1, 5, 2, 0, 3]);
});

test('covariates sort by the subject, ids as people count', () => {
  expect(ask({ organ: 0, sort: { kind: 'covariate', name: 'age' } })).toEqual([0, 4, 2]);
  expect(ask({ organ: 0, sort: { kind: 'covariate', name: 'sex' } })).toEqual([2, 0, 4]);
  expect(ask({ organ: 0, sort: { kind: 'case' } })).toEqual([4, 2, 0]);
});

test('texts that belong to cases sort as texts, cases without one last whichever way', () => {
  const sort = { kind: 'text', byCase: ['noise', '', 'leak'] } as const;
  expect(ask({ organ: 0, sort })).toEqual([4, 0, 2]);
  expect(ask({ organ: 0, sort, direction: 'descending' })).toEqual([0, 4, 2]);
});

test('filters hold together; a measure that is not in memory leaves the table\'s order', () => {
  expect(ask({ modality: 'CT', organ: 1 })).toEqual([1, 5]);
  expect(ask({ status: 3 })).toEqual([4]);
  expect(ask({ cases: new Set([1]) })).toEqual([2, 3]);
  expect(ask({ sort: { kind: 'measure', name: 'nsd' } })).toEqual([0, 1, 2, 3, 4, 5]);
});

test('a hundred thousand rows come in order', () => {
  const n = 100_000;
  const many: ResultTable = {
    ...table,
    rows: { case: Uint32Array.from({ length: n }, (_, at) => at % 3), organ: new Uint8Array(n), run: new Uint8Array(n), status: new Uint8Array(n) },
    columns: new Map([['dice', Float64Array.from({ length: n }, (_, at) => (at * 7919) % 100_003)]]),
  };
  const sorted = orderedRows(many, { run: null, organ: null, status: null, modality: null, cases: null, sort: { kind: 'measure', name: 'dice' }, direction: 'ascending' });
  const dice = many.columns.get('dice') ?? new Float64Array(0);
  expect(sorted.every((row, at) => at === 0 || dice[sorted[at - 1]] <= dice[row])).toBe(true);
});
