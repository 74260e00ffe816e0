import { expect, test } from 'vitest';
import { worstFirst } from '#app/pages/segment/worstFirst.ts';
import type { ResultTable } from '#core/cohort/resultTable.ts';
import { RESULT_STATUS } from '#core/cohort/resultTable.ts';

const STATUS = (['ok', 'failed', 'both-empty', 'prediction-empty', 'failed'] as const).map((it) => RESULT_STATUS.indexOf(it));
const TABLE: ResultTable = {
  name: 't', notice: null, organs: ['liver'], subjects: [{ id: 's', covariates: {} }], cases: ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id, subject: 0, modality: 'CT' })),
  runs: [{ id: 'm/box', model: { id: 'm', name: 'M', sha256: [] }, protocol: { id: 'box', label: '' }, device: '', onnxruntime: '', threads: 1, program: '', seed: 1, casesAsked: 5 }],
  rows: { case: Uint32Array.of(0, 1, 2, 3, 4), organ: new Uint8Array(5), run: new Uint8Array(5), status: Uint8Array.from(STATUS) },
  columns: new Map([['dice', Float64Array.of(0.9, Number.NaN, Number.NaN, 0, Number.NaN)]]), columnNames: ['dice'],
};

test('failed cases come before the worst, and pairs without any mask are no place to go', () => {
  expect(worstFirst(TABLE, 'm/box', 'liver').map(({ id, dice }) => [id, dice])).toEqual([['b', null], ['e', null], ['d', 0], ['a', 0.9]]);
  expect(worstFirst({ ...TABLE, columns: new Map(), columnNames: [] }, 'm/box', 'liver').map(({ id }) => id)).toEqual(['b', 'e']);
  expect(worstFirst(TABLE, 'other', 'liver')).toEqual([]);
});
