import { expect, test } from 'vitest';
import { casesWords, summariseRun } from '#app/pages/runs/summariseRun.ts';
import { casesReached } from '#core/cohort/resultTable.ts';
import type { ResultTable } from '#core/cohort/resultTable.ts';
import { EMPTY_POLICIES } from '#core/metrics/emptyPolicy.ts';

const run = (id: string): ResultTable['runs'][number] => ({ id, model: { id, name: id, sha256: [] }, protocol: { id: 'box', label: '' }, device: '', onnxruntime: '', threads: 1, program: '', seed: 1, casesAsked: 4 });
const TABLE: ResultTable = {
  name: 't', notice: null, subjects: [{ id: 's', covariates: {} }], cases: ['a', 'b', 'c', 'd'].map((id) => ({ id, subject: 0, modality: 'CT' })), organs: ['liver', 'spleen'], runs: [run('m'), run('n')],
  rows: { case: Uint32Array.of(0, 1, 2, 3, 0), organ: Uint8Array.of(0, 0, 0, 0, 1), run: Uint8Array.of(0, 0, 0, 0, 1), status: Uint8Array.of(0, 0, 3, 4, 0) },
  columns: new Map([['dice', Float64Array.of(0.8, 0.9, 0, Number.NaN, 0.5)]]), columnNames: ['dice'],
};

test('a missed organ counts with 0, a failed case does not, and both are counted', () => {
  const [liver, spleen] = summariseRun(TABLE, EMPTY_POLICIES.excluded);
  expect(liver).toMatchObject({ run: 'm', organ: 'liver', n: 3, medianDice: 0.8, meanNsd: null, missed: 1, failed: 1 });
  expect(liver.meanDice).toBeCloseTo(1.7 / 3, 12);
  expect(liver.interval?.[0]).toBe(0);
  expect(spleen).toMatchObject({ run: 'n', organ: 'spleen', n: 1, meanDice: 0.5, interval: null });
});

test('pairs without any mask are left out and counted, or count with what the policy says', () => {
  const table: ResultTable = { ...TABLE, rows: { ...TABLE.rows, status: Uint8Array.of(0, 1, 2, 4, 0) }, columns: new Map([['dice', Float64Array.of(0.8, Number.NaN, 0, Number.NaN, 0.5)]]) };
  const liver = (name: keyof typeof EMPTY_POLICIES) => { const [{ n, meanDice, excluded }] = summariseRun(table, EMPTY_POLICIES[name]); return [n, meanDice?.toFixed(6), excluded]; };
  expect([liver('excluded'), liver('zero'), liver('one'), liver('expert-excluded')]).toEqual([[2, '0.400000', 1], [3, '0.266667', 0], [3, '0.600000', 0], [1, '0.800000', 2]]);
});

test('a run that has not come to all its cases says how many it has, failures among them', () => {
  expect(casesReached(TABLE)).toEqual([4, 1]);
  expect([casesWords(4, 4), casesWords(250, 1056)]).toEqual(['4', '250 of 1,056']);
});
