import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CohortDesk } from '#app/actions/cohortDesk.ts';
import { makeCohortDesk } from '#app/actions/cohortDesk.ts';
import { removeCohort } from '#app/actions/importFiles.ts';
import { createRun, pauseRun, resumeInterrupted, retryFailed, startRun } from '#app/actions/runs.ts';
import { runsStore } from '#app/stores/runsStore.ts';
import { workStore } from '#app/stores/workStore.ts';
import type { Cohort } from '#core/cohort/subject.ts';
import type { RunRecord, RunSpec, RunState } from '#core/evaluation/runSpec.ts';
import { fault } from '#core/faults.ts';
import type { CohortClient } from '#engine/client/cohortClient.ts';
import type { RunClient } from '#engine/client/runClient.ts';
import { CANCELLED } from '#engine/protocol/call.ts';
import type { RunRequest } from '#engine/protocol/runCalls.ts';
import type { StorageDesk } from '#storage/storageDesk.ts';
import { openStorage } from '#storage/storageDesk.ts';

const COHORT: Cohort = {
  name: 'k', subjects: [{ id: 's', covariates: {}, provenance: [] }],
  cases: ['c0', 'c1'].map((id) => ({ id, subjectId: 's', modality: 'CT', images: [{ path: `${id}.nii` }], references: [{ organ: 'liver', file: { path: `${id}_seg.nii` } }] })),
};
const SPEC: RunSpec = { cohortId: 'k', model: { id: 'm', name: 'M', sha256: [], manifestUrl: 'm.json' }, protocol: { id: 'none', label: '', settings: { kind: 'none' } }, organs: ['liver'], seed: 1, program: '1', masks: 'kept' };
const record = (id: string, state: RunState): RunRecord => ({ id, spec: SPEC, state, caseIds: ['c0'], createdAt: id, runtime: null, fault: null });

/** Names of locks that another tab holds. */
let held: string[] = [];
let asked: RunRequest[] = [];
let desk: CohortDesk;
let storage: StorageDesk;
let count = 0;
beforeEach(async () => {
  held = [];
  asked = [];
  vi.stubGlobal('navigator', {
    locks: {
      query: () => Promise.resolve({ held: held.map((name) => ({ name })) }),
      request: async (name: string, _options: LockOptions, work: (lock: object | null) => unknown) => work(held.includes(name) ? null : {}),
    },
  });
  vi.stubGlobal('location', { hash: '' });
  vi.stubGlobal('document', { baseURI: 'http://localhost/' });
  storage = await openStorage(`app-runs-${++count}`);
  await storage.cohorts.put(COHORT, { id: 'k', layout: 'plain' });
  await storage.folders.put({ cohortId: 'k', kind: 'copy' });
  // A run of this worker lasts until it is paused, and is then stored so.
  const run: RunClient['run'] = async (request, options) => {
    asked.push(request);
    await storage.runs.update(request.runId, { state: 'running' });
    if (!options?.signal?.aborted) await new Promise<void>((settle) => { options?.signal?.addEventListener('abort', () => settle()); });
    await storage.runs.update(request.runId, { state: 'paused' });
    return CANCELLED;
  };
  desk = makeCohortDesk({ cohorts: { removeCopy: () => Promise.resolve({ state: 'done', value: null }) } as unknown as CohortClient, runs: { run } as RunClient }, () => Promise.resolve(storage));
});
afterEach(() => {
  vi.unstubAllGlobals();
  storage.close();
});

test('a live run that is asked for again stays as it is, here and in another tab, and has the new cases too', async () => {
  const id = await createRun(desk, SPEC, ['c0']) ?? '';
  const run = await storage.runs.get(id);
  const ended = run && startRun(desk, run);
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  await createRun(desk, SPEC);
  expect(await storage.runs.get(id)).toMatchObject({ state: 'running', caseIds: ['c0', 'c1'] });
  pauseRun(id);
  await ended;
  await storage.runs.update(id, { state: 'running' });
  held = [`isodice-run-${id}`];
  await createRun(desk, SPEC);
  expect(await storage.runs.get(id)).toMatchObject({ state: 'running' });
  held = [];
  await createRun(desk, SPEC);
  expect(await storage.runs.get(id)).toMatchObject({ state: 'waiting' });
});

test('failed cases of a live run are not forgotten, here or in another tab; those of one that stands still are tried again', async () => {
  const run = record('1', 'paused');
  await storage.runs.put(run);
  await storage.runs.addCase({ runId: '1', caseId: 'c0', organ: Uint8Array.of(0), step: Uint8Array.of(0), status: Uint8Array.of(4), columns: {}, fault: fault('mask-grid-mismatch'), notices: [], seconds: 1, device: 'wasm', finishedAt: '' });
  const left = async () => (await storage.runs.finishedCases('1')).size;
  held = ['isodice-run-1'];
  await retryFailed(desk, run);
  expect([await left(), asked, workStore.getState().faults.map(({ fault: { code } }) => code)]).toEqual([1, [], ['run-elsewhere']]);
  held = [];
  const ended = startRun(desk, run);
  await retryFailed(desk, run);
  expect(await left()).toBe(1);
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  pauseRun('1');
  await ended;
  const again = retryFailed(desk, run);
  await vi.waitFor(() => expect(asked).toHaveLength(2));
  expect(await left()).toBe(0);
  pauseRun('1');
  await again;
});

test('a cohort that is removed takes its live runs along: they are stopped first', async () => {
  const run = record('1', 'paused');
  await storage.runs.put(run);
  const ended = startRun(desk, run);
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  const removed: string[] = [];
  await removeCohort(desk, 'k', (id) => { removed.push(id); return Promise.resolve(); });
  await ended;
  expect([removed, await storage.runs.list(), runsStore.getState().live]).toEqual([['1'], [], {}]);
});

test('after a tab died its queued runs go on as well as the one under way; those that are paused, done or in another tab do not', async () => {
  for (const it of [record('1', 'running'), record('2', 'waiting'), record('3', 'paused'), record('4', 'done'), record('5', 'cancelled'), record('6', 'waiting')]) await storage.runs.put(it);
  held = ['isodice-run-6'];
  await resumeInterrupted(desk);
  await vi.waitFor(() => expect(asked.map(({ runId }) => runId)).toEqual(['1', '2']));
  for (const id of ['1', '2']) pauseRun(id);
});

test('a run whose files cannot be reached stands still with the reason, and is not begun anew at every visit', async () => {
  await storage.folders.put({ cohortId: 'k', kind: 'session' });
  await storage.runs.put(record('1', 'waiting'));
  await startRun(desk, record('1', 'waiting'));
  expect(await storage.runs.get('1')).toMatchObject({ state: 'paused', fault: { code: 'folder-not-kept' } });
});
