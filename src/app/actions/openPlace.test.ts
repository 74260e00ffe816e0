import 'fake-indexeddb/auto';
import { beforeEach, expect, test } from 'vitest';
import type { CohortDesk } from '#app/actions/cohortDesk.ts';
import { makeCohortDesk } from '#app/actions/cohortDesk.ts';
import { openPlace } from '#app/actions/openPlace.ts';
import { removeResults, renameStored } from '#app/actions/storedResults.ts';
import { resultsStore } from '#app/stores/resultsStore.ts';
import { workStore } from '#app/stores/workStore.ts';
import type { Cohort } from '#core/cohort/subject.ts';
import type { RunRecord } from '#core/evaluation/runSpec.ts';
import { plantedTable } from '#core/evaluation/plantedTable.ts';
import type { CohortRoom } from '#engine/client/cohortRoom.ts';
import { openStorage } from '#storage/storageDesk.ts';

const COHORT: Cohort = {
  name: 'two livers', subjects: ['s1', 's2'].map((id) => ({ id, covariates: {}, provenance: [] })),
  cases: ['s1', 's2'].map((id) => ({ id, subjectId: id, modality: 'CT', images: [{ path: `${id}.nii.gz` }], references: [] })),
};
const run = (id: string, model: string): RunRecord => ({
  id, state: 'done', caseIds: ['s1', 's2'], createdAt: `2026-01-01T00:00:0${id.at(-1) ?? ''}Z`, runtime: null, fault: null,
  spec: {
    cohortId: 'cohort-1', model: { id: model, name: model, sha256: [], manifestUrl: '' }, organs: ['liver'], seed: 1, program: '0.1.0', masks: 'dropped',
    protocol: { id: 'box', label: 'box', settings: { kind: 'box', marginPx: 2, jitterMm: 0, plane: 'axial', everyNth: 1, way: 'each' } },
  },
});

let desk: CohortDesk;
let count = 0;
const signal = new AbortController().signal;
const codes = () => workStore.getState().faults.map(({ fault }) => fault.code);
beforeEach(async () => {
  resultsStore.setState(resultsStore.getInitialState(), true);
  workStore.setState(workStore.getInitialState(), true);
  const name = `place-${++count}`;
  desk = makeCohortDesk({} as CohortRoom, () => openStorage(name));
  const { cohorts, runs } = await desk.storage();
  await cohorts.put(COHORT, { id: 'cohort-1', layout: 'plain' });
  for (const [id, model, dice] of [['run-1', 'a', 0.5], ['run-2', 'b', 0.75]] as const) {
    await runs.put(run(id, model));
    for (const caseId of ['s1', 's2']) {
      await runs.addCase({ runId: id, caseId, organ: Uint8Array.of(0), step: Uint8Array.of(0), status: Uint8Array.of(0), columns: { dice: Float64Array.of(dice) }, fault: null, notices: [], seconds: 1, device: 'wasm', finishedAt: '' });
    }
  }
});

test('several runs of one cohort stand beside one another in one table', async () => {
  const place = { kind: 'cohort', id: 'cohort-1', name: 'two livers', records: ['run-1', 'run-2'] } as const;
  expect(await openPlace(desk, { ...place, records: [...place.records] }, signal)).toEqual({ state: 'done', value: null });
  const { table, place: shown } = resultsStore.getState();
  expect(shown).toEqual(place);
  expect(table?.runs.map((it) => it.model.id)).toEqual(['a', 'b']);
  expect([...table?.columns.get('dice') ?? []]).toEqual([0.5, 0.5, 0.75, 0.75]);
});

test('a run that is gone is named and the others are shown; a cohort that is not here leaves what was on the screen', async () => {
  await openPlace(desk, { kind: 'cohort', id: 'cohort-1', name: 'two livers', records: ['run-2', 'run-gone'] }, signal);
  expect(resultsStore.getState().table?.runs.map((it) => it.model.id)).toEqual(['b']);
  expect(codes()).toEqual(['results-in-part']);
  const outcome = await openPlace(desk, { kind: 'cohort', id: 'elsewhere', name: 'Their livers', records: ['run-1'] }, signal);
  expect(outcome).toMatchObject({ state: 'failed', fault: { code: 'results-not-here', where: 'Their livers' } });
  expect(resultsStore.getState().table?.name).toBe('two livers');
});

test('a table from a file is found by its id, under its newer name, until it is removed', async () => {
  await (await desk.storage()).results.put('table-1', plantedTable());
  const place = { kind: 'results', id: 'table-1', name: 'planted' } as const;
  await openPlace(desk, place, signal);
  await renameStored(desk, 'results', 'table-1', 'Reader study');
  expect(resultsStore.getState()).toMatchObject({ table: { name: 'Reader study' }, place: { id: 'table-1', name: 'Reader study' } });
  await removeResults(desk, 'table-1');
  expect(await openPlace(desk, place, signal)).toMatchObject({ state: 'failed', fault: { code: 'results-not-here' } });
});

test('an answer that nobody waits for any more does not take the screen', async () => {
  const stop = new AbortController();
  const opening = openPlace(desk, { kind: 'cohort', id: 'cohort-1', name: 'two livers', records: ['run-1'] }, stop.signal);
  stop.abort();
  expect(await opening).toEqual({ state: 'cancelled' });
  expect(resultsStore.getState().table).toBeNull();
});
