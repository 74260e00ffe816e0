import { expect, test } from 'vitest';
import { AGE_BANDS } from '#core/cohort/grouping.ts';
import type { Cohort } from '#core/cohort/subject.ts';
import { connect } from '#engine/protocol/connect.ts';
import { makeLocalPorts } from '#engine/protocol/localPorts.ts';
import { serve } from '#engine/protocol/serve.ts';
import * as calls from '#engine/protocol/sheetCalls.ts';
import { sheetImplementations } from '#engine/cohorts/sheetDesk.ts';

const COHORT: Cohort = {
  name: 'k',
  subjects: [{ id: 's1', covariates: { age: { kind: 'number', value: 70 } }, provenance: [] }, { id: 's2', covariates: { age: { kind: 'number', value: 7 } }, provenance: [] }],
  cases: ['c10', 'c9'].map((id, n) => ({ id, subjectId: `s${n + 1}`, modality: 'CT', images: [], references: [{ organ: 'liver', file: { path: 'x' } }] })),
};

const { caller, worker } = makeLocalPorts();
serve(worker, sheetImplementations((id) => Promise.resolve(id === 'k' ? COHORT : null)));
const { ask } = connect(caller, 'cohort worker');

test('a cohort is held once and asked for rows, cells and groups; no cell leaves that was not asked for', async () => {
  expect(await ask(calls.openSheetCall, { cohortId: 'k' })).toEqual({ state: 'done', value: { name: 'k', subjects: 2, cases: 2, organs: ['liver'], columns: ['case', 'subject', 'modality', 'organs', 'age'], rows: 2 } });
  expect(await ask(calls.sheetRowsCall, { cohortId: 'k', filter: '', order: { column: 0, direction: 'ascending' } })).toEqual({ state: 'done', value: Uint32Array.of(1, 0) });
  expect(await ask(calls.sheetRowsCall, { cohortId: 'k', filter: 's1 ct', order: null })).toEqual({ state: 'done', value: Uint32Array.of(0) });
  expect(await ask(calls.sheetCellsCall, { cohortId: 'k', rows: Uint32Array.of(1) })).toEqual({ state: 'done', value: [['c9', 's2', 'CT', '1', '7']] });
  const groups = await ask(calls.sheetGroupsCall, { cohortId: 'k', grouping: AGE_BANDS });
  expect(groups.state === 'done' && groups.value.map(({ subjects }) => subjects)).toEqual([1, 0, 0, 1]);
});

test('a filter that was typed over is not worked on, and a cohort that is not open is a fault', async () => {
  const gone = new AbortController();
  const asked = ask(calls.sheetRowsCall, { cohortId: 'k', filter: 'x', order: null }, { signal: gone.signal });
  gone.abort();
  expect(await asked).toEqual({ state: 'cancelled' });
  expect(await ask(calls.sheetRowsCall, { cohortId: 'other', filter: '', order: null })).toMatchObject({ state: 'failed', fault: { code: 'file-unreachable' } });
  expect(await ask(calls.openSheetCall, { cohortId: 'other' })).toEqual({ state: 'done', value: null });
});
