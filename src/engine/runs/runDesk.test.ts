import 'fake-indexeddb/auto';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Cohort } from '#core/cohort/subject.ts';
import type { RunRecord } from '#core/evaluation/runSpec.ts';
import { fault, FaultError } from '#core/faults.ts';
import type { Fault } from '#core/faults.ts';
import type { Outcome } from '#engine/protocol/call.ts';
import type { CaseAnswer } from '#engine/protocol/caseCalls.ts';
import { connect } from '#engine/protocol/connect.ts';
import { makeLocalPorts } from '#engine/protocol/localPorts.ts';
import type { RunProgress, RunRequest } from '#engine/protocol/runCalls.ts';
import { repeatCaseCall, runCall } from '#engine/protocol/runCalls.ts';
import { serve } from '#engine/protocol/serve.ts';
import type { Evaluator } from '#engine/runs/executeRun.ts';
import type { RunSurroundings } from '#engine/runs/runSurroundings.ts';
import { runImplementations } from '#engine/runs/runDesk.ts';
import type { MaskFiles } from '#storage/maskFiles.ts';
import { openStorage } from '#storage/storageDesk.ts';

const IDS = Array.from({ length: 12 }, (_, n) => `c${n}`);
const COHORT: Cohort = {
  name: 'k', subjects: [{ id: 's', covariates: {}, provenance: [] }],
  cases: IDS.map((id) => ({ id, subjectId: 's', modality: 'CT', images: [{ path: `${id}.nii` }], references: [{ organ: 'liver', file: { path: `${id}_seg.nii` } }] })),
};
const RUN: RunRecord = {
  id: 'r', state: 'waiting', caseIds: IDS, createdAt: '', runtime: null, fault: null,
  spec: { cohortId: 'k', model: { id: 'm', name: 'M', sha256: ['a1', 'b2'], manifestUrl: '' }, protocol: { id: 'box', label: '', settings: { kind: 'none' } }, organs: ['liver'], seed: 1, program: '1', masks: 'kept' },
};
const NO_MASKS: MaskFiles = { put: () => Promise.resolve(), get: () => Promise.resolve(null), cases: () => Promise.resolve([]), removeRun: () => Promise.resolve() };
const answer = (dice: number): Outcome<CaseAnswer> => ({ state: 'done', value: { organ: Uint8Array.of(0), step: Uint8Array.of(0), status: Uint8Array.of(0), columns: { dice: Float64Array.of(dice) }, notices: [], mask: Uint8Array.of(1) } });

const REQUEST = { runId: 'r', model: { kind: 'url', manifestUrl: '' }, source: { kind: 'copy', cohortId: 'k' } } as const;
/** Of the desk that was made last. */
let repeat: (caseId: string) => Promise<Outcome<CaseAnswer>>;
let name = '';
let count = 0;
let asked: string[] = [];
let written: string[] = [];
const held = new Set<string>();
beforeEach(async () => {
  name = `runs-${++count}`;
  asked = [];
  written = [];
  const desk = await openStorage(name);
  await desk.cohorts.put(COHORT, { id: 'k', layout: 'plain' });
  await desk.runs.put(RUN);
  desk.close();
});

function desk(evaluate: (caseId: string) => Promise<Outcome<CaseAnswer>>, replace: Partial<RunSurroundings> = {}, workers = 2, sha256: readonly string[] = RUN.spec.model.sha256) {
  const evaluator: Evaluator = {
    modelId: 'm', sha256, runtime: () => ({ device: asked.length > 4 ? 'wasm' : 'webgpu', onnxruntime: '1.30.0', threads: 1 }),
    evaluate(request, { signal }) {
      asked.push(request.case.id);
      return Promise.race([evaluate(request.case.id), new Promise<Outcome<CaseAnswer>>((settle) => { signal?.addEventListener('abort', () => settle({ state: 'cancelled' })); })]);
    },
  };
  const { caller, worker } = makeLocalPorts();
  serve(worker, runImplementations({
    storage: () => openStorage(name), masks: { ...NO_MASKS, put: (_run, caseId) => { written.push(caseId); return Promise.resolve(); }, removeRun: () => { written = []; return Promise.resolve(); } },
    openSource: () => Promise.resolve({ file: (path) => Promise.resolve(new Blob([path])) }),
    startEvaluators: () => Promise.resolve({ evaluators: Array.from({ length: workers }, () => evaluator), close: () => undefined }),
    async exclusively(lock, work) {
      if (held.has(lock)) return 'taken';
      held.add(lock);
      try { return await work(); } finally { held.delete(lock); }
    },
    ...replace,
  }));
  const connection = connect(caller, 'run worker');
  repeat = (caseId) => connection.ask(repeatCaseCall, { ...REQUEST, caseId });
  return (signal?: AbortSignal, onProgress?: (it: RunProgress) => void, more: Partial<RunRequest> = {}) => connection.ask(runCall, { ...REQUEST, ...more }, { signal, onProgress });
}
const soon = (dice = 0.5) => new Promise<Outcome<CaseAnswer>>((settle) => { setTimeout(() => settle(answer(dice)), 1); });

async function stored() {
  const it = await openStorage(name);
  const [blocks, run] = [await it.runs.blocks('r'), await it.runs.get('r')];
  it.close();
  return { devices: blocks.map((block) => block.runtime?.device), ids: blocks.map((block) => block.caseId).sort(), faults: blocks.flatMap((block) => block.fault?.code ?? []), run };
}

test('every case is evaluated once and stored with its mask; asked again, nothing is run again', async () => {
  const seen: RunProgress[] = [];
  expect(await desk(() => soon())(undefined, (it) => seen.push(it))).toEqual({ state: 'done', value: { done: 12, failed: 0, total: 12 } });
  expect(await stored()).toMatchObject({ ids: [...IDS].sort(), run: { state: 'done', runtime: { device: 'wasm', threads: 1 } } });
  expect([[...asked].sort(), [...written].sort()]).toEqual([[...IDS].sort(), [...IDS].sort()]);
  expect(seen.some((it) => it.casesPerMinute !== null && it.remainingSeconds !== null)).toBe(true);
  await desk(() => soon())();
  expect(asked).toHaveLength(12);
});

test('paused in the middle, then resumed by another worker: each case is stored once, and no finished one is run again', async () => {
  const controller = new AbortController();
  let finished = 0;
  const outcome = await desk(async () => { if (++finished === 6) controller.abort(); return soon(); })(controller.signal);
  expect(outcome.state).toBe('cancelled');
  await new Promise((settle) => { setTimeout(settle, 30); });
  const before = await stored();
  expect(before.run).toMatchObject({ state: 'paused', fault: null });
  expect(before.ids.length).toBeGreaterThan(2);
  expect(before.ids.length).toBeLessThan(12);
  asked = [];
  await desk(() => soon())();
  expect((await stored()).ids).toEqual([...IDS].sort());
  expect(asked.filter((id) => before.ids.includes(id))).toEqual([]);
});

test('each case is stored with what it ran on, also after a graphics device gave way', async () => {
  await desk(() => soon(), {}, 1)();
  const { devices, run } = await stored();
  expect([devices.filter((it) => it === 'webgpu').length, devices.filter((it) => it === 'wasm').length, run?.runtime?.device]).toEqual([4, 8, 'wasm']);
});

test('a case that fails is a row with its fault, and the others go on', async () => {
  const failing: Fault = fault('mask-grid-mismatch', { where: 'c3' });
  expect(await desk((id) => (id === 'c3' ? Promise.resolve({ state: 'failed', fault: failing }) : soon()))()).toEqual({ state: 'done', value: { done: 12, failed: 1, total: 12 } });
  expect(await stored()).toMatchObject({ ids: [...IDS].sort(), faults: ['mask-grid-mismatch'] });
});

test('a case that fails in a run of clicks is a row for each organ and number of clicks', async () => {
  const storage = await openStorage(name);
  await storage.runs.put({ ...RUN, spec: { ...RUN.spec, organs: ['liver', 'spleen'], protocol: { id: 'clicks-2', label: '', settings: { kind: 'clicks', budget: 2, plane: 'axial', everyNth: 1, way: 'each' } } } });
  await desk((id) => (id === 'c3' ? Promise.resolve({ state: 'failed', fault: fault('mask-grid-mismatch') }) : soon()))();
  expect((await storage.runs.blocks('r')).find(({ caseId }) => caseId === 'c3')).toMatchObject({ organ: Uint8Array.of(0, 0, 1, 1), step: Uint8Array.of(0, 1, 0, 1), status: Uint8Array.of(4, 4, 4, 4) });
  storage.close();
});

test('what every case would meet stops the run, says so, and loses nothing', async () => {
  for (const code of ['folder-permission', 'storage-full', 'gpu-lost', 'protocol-prompt-unknown'] as const) {
    const outcome = await desk((id) => (id === 'c4' ? Promise.resolve({ state: 'failed', fault: fault(code) }) : soon()), {}, 1)();
    expect(outcome).toMatchObject({ state: 'failed', fault: { code } });
    expect(await stored()).toMatchObject({ ids: ['c0', 'c1', 'c2', 'c3'], faults: [], run: { state: 'paused', fault: { code } } });
  }
});

test('an error that is no fault stops the other evaluators, and only then are they closed', async () => {
  const seen: string[] = [];
  const evaluator: Evaluator = {
    modelId: 'm', sha256: RUN.spec.model.sha256, runtime: () => ({ device: 'wasm', onnxruntime: '1.30.0', threads: 1 }),
    evaluate: ({ case: { id } }, { signal }) => (id === 'c1' ? Promise.reject(new Error('a mistake')) : new Promise((settle) => { signal?.addEventListener('abort', () => { seen.push('stopped'); settle({ state: 'cancelled' }); }); })),
  };
  const pool = { evaluators: [evaluator, evaluator], close: () => { seen.push('closed'); } };
  expect(await desk(() => soon(), { startEvaluators: () => Promise.resolve(pool) })()).toMatchObject({ state: 'failed', fault: { code: 'internal' } });
  expect([seen, (await stored()).run]).toMatchObject([['stopped', 'closed'], { state: 'paused', fault: { code: 'internal' } }]);
});

test('permission that is withdrawn half-way stops it too; a file that is gone is one failed case', async () => {
  const files = { file: (path: string) => (path.startsWith('c5') ? Promise.reject(new FaultError('folder-permission')) : path.startsWith('c2') ? Promise.reject(new FaultError('case-file-gone')) : Promise.resolve(new Blob([path]))) };
  expect(await desk(() => soon(), { openSource: () => Promise.resolve(files) }, 1)()).toMatchObject({ state: 'failed', fault: { code: 'folder-permission' } });
  expect(await stored()).toMatchObject({ ids: ['c0', 'c1', 'c2', 'c3', 'c4'], faults: ['case-file-gone'] });
});

test('a worker that dies of one case fails that case; three in a row stop the run', async () => {
  const dies = (ids: readonly string[]) => desk((id) => (ids.includes(id) ? Promise.resolve({ state: 'failed', fault: fault('worker-failed') }) : soon()), {}, 1);
  expect(await dies(['c1', 'c2', 'c4'])()).toMatchObject({ state: 'done', value: { done: 12, failed: 3 } });
  const again = await openStorage(name);
  expect(await again.runs.forgetFailed('r')).toBe(3);
  again.close();
  expect(await dies(['c1', 'c2', 'c4'])()).toMatchObject({ state: 'failed', fault: { code: 'worker-failed' } });
  expect((await stored()).faults).toEqual(['worker-failed', 'worker-failed']);
});

test('a run that is cancelled or removed in another tab ends at its next case and stays so, without blocks or masks of a run that is not there', async () => {
  const elsewhere = await openStorage(name);
  const after = (id: string, work: () => Promise<void>) => desk(async (caseId) => { if (caseId === id) await work(); return soon(); }, {}, 1)();
  expect(await after('c2', () => elsewhere.runs.update('r', { state: 'cancelled' }))).toMatchObject({ state: 'failed', fault: { code: 'run-ended', came: 'cancelled' } });
  expect(await stored()).toMatchObject({ ids: ['c0', 'c1'], run: { state: 'cancelled' } });
  expect(await after('c4', () => elsewhere.runs.remove('r'))).toMatchObject({ state: 'failed', fault: { code: 'run-ended', came: 'removed' } });
  expect([await stored(), written]).toMatchObject([{ ids: [], run: null }, []]);
  elsewhere.close();
});

test('a queued run is stored as waiting until its turn, and as paused as soon as it is paused there', async () => {
  const storage = await openStorage(name);
  await storage.runs.put({ ...RUN, id: 'next', state: 'paused' });
  const stateOf = async () => (await storage.runs.get('next'))?.state;
  let open: () => void = () => undefined;
  const gate = new Promise<void>((settle) => { open = settle; });
  const run = desk(async () => { await gate; return soon(); });
  const controller = new AbortController();
  const first = run();
  const next = run(controller.signal, undefined, { runId: 'next' });
  await vi.waitFor(async () => expect(await stateOf()).toBe('waiting'));
  controller.abort();
  expect((await next).state).toBe('cancelled');
  await vi.waitFor(async () => expect(await stateOf()).toBe('paused'));
  expect([(await stored()).run?.state, held]).toEqual(['running', new Set(['isodice-run-r'])]);
  open();
  expect(await first).toMatchObject({ state: 'done' });
  storage.close();
});

test('how many cases are run at a time is kept for when the run goes on', async () => {
  const seen: (number | undefined)[] = [];
  const startEvaluators: RunSurroundings['startEvaluators'] = ({ workers }) => {
    seen.push(workers);
    return Promise.reject(new FaultError('runtime-failed'));
  };
  const run = desk(() => soon(), { startEvaluators });
  await run(undefined, undefined, { workers: 3 });
  await run();
  expect([seen, (await stored()).run?.workers]).toEqual([[3, 3], 3]);
});

test('another model under the same address stops a run that goes on and a repetition, by name, and what was done is kept', async () => {
  const controller = new AbortController();
  await desk(async (id) => { if (id === 'c4') controller.abort(); return soon(); }, {}, 1)(controller.signal);
  const before = await stored();
  const changed = desk(() => soon(), {}, 1, ['a1', 'c3']);
  expect(await changed()).toMatchObject({ state: 'failed', fault: { code: 'model-changed', where: 'M', expected: 'SHA-256 a1 b2', came: 'SHA-256 a1 c3' } });
  expect(await repeat('c0')).toMatchObject({ state: 'failed', fault: { code: 'model-changed' } });
  expect(await stored()).toMatchObject({ ids: before.ids, run: { state: 'paused', fault: { code: 'model-changed' } } });
});

test('one run in two tabs: the second says so and touches nothing', async () => {
  const first = desk(() => soon())();
  await new Promise((settle) => { setTimeout(settle, 5); });
  expect(await desk(() => soon())()).toMatchObject({ state: 'failed', fault: { code: 'run-elsewhere' } });
  expect(await first).toMatchObject({ state: 'done' });
  expect(asked).toHaveLength(12);
});

test('one case of a run is computed again with its mask, and nothing of that is stored', async () => {
  const run = desk(() => soon(0.7));
  expect(await repeat('c4')).toMatchObject({ state: 'done', value: { columns: { dice: Float64Array.of(0.7) }, mask: Uint8Array.of(1) } });
  expect([asked, written, (await stored()).ids]).toEqual([['c4'], [], []]);
  expect(await repeat('c99')).toMatchObject({ state: 'failed', fault: { code: 'case-file-gone' } });
  await run();
  expect((await stored()).ids).toEqual([...IDS].sort());
});
