import 'fake-indexeddb/auto';
import { IDBObjectStore } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ResultTable } from '#core/cohort/resultTable.ts';
import type { Cohort } from '#core/cohort/subject.ts';
import { configurationText } from '#core/evaluation/runSpec.ts';
import type { CaseBlock, RunRecord, RunSpec } from '#core/evaluation/runSpec.ts';
import { fault, FaultError } from '#core/faults.ts';
import type { FaultCode } from '#core/faults.ts';
import { openDatabase } from '#storage/database.ts';
import type { ParityRecord } from '#storage/records.ts';
import type { StorageDesk } from '#storage/storageDesk.ts';
import { openStorage } from '#storage/storageDesk.ts';

const COHORT: Cohort = {
  name: 'two livers',
  subjects: [{ id: 's1', covariates: { age: { kind: 'number', value: 61 } }, provenance: [] }],
  cases: [{ id: 'c1', subjectId: 's1', modality: 'CT', images: [{ path: 'c1.nii.gz' }], references: [{ organ: 'liver', file: { path: 'c1_seg.nii.gz' } }] }],
};
const SPEC: RunSpec = {
  cohortId: 'cohort-1', model: { id: 'm', name: 'M', sha256: ['a', 'b'], manifestUrl: 'models/m/manifest.json' },
  protocol: { id: 'box', label: 'box', settings: { kind: 'box', marginPx: 2, jitterMm: 0, plane: 'axial', everyNth: 1, way: 'each' } }, organs: ['liver', 'spleen'], seed: 1, program: '0.1.0', masks: 'dropped',
};
const RUN: RunRecord = { id: 'run-1', spec: SPEC, state: 'waiting', caseIds: ['c1', 'c2'], createdAt: '2026-01-01T00:00:00Z', runtime: null, fault: null };
const block = (caseId: string, dice: readonly number[], why: CaseBlock['fault'] = null): CaseBlock => ({
  runId: 'run-1', caseId, organ: Uint8Array.of(0, 1), step: Uint8Array.of(0, 0), status: Uint8Array.of(0, 4), columns: { dice: Float64Array.from(dice), hd95Mm: Float64Array.of(Infinity, Number.NaN) },
  fault: why, notices: [], seconds: 1, device: 'wasm', finishedAt: '2026-01-01T00:00:01Z',
});

let desk: StorageDesk;
let name = '';
let count = 0;
beforeEach(async () => { name = `test-${++count}`; desk = await openStorage(name); });
afterEach(() => { vi.restoreAllMocks(); desk.close(); });

const faultOf = async (work: Promise<unknown>): Promise<FaultCode | 'none'> => {
  try {
    await work;
    return 'none';
  } catch (error) {
    return error instanceof FaultError ? error.fault.code : 'internal';
  }
};

test('a cohort comes back as it was saved, in another opening of the same database', async () => {
  await desk.cohorts.put(COHORT, { id: 'cohort-1', layout: 'plain' });
  desk.close();
  desk = await openStorage(name);
  expect(await desk.cohorts.get('cohort-1')).toEqual(COHORT);
  expect(await desk.cohorts.list()).toMatchObject([{ id: 'cohort-1', layout: 'plain', name: 'two livers', subjects: 1, cases: 1 }]);
});

test('finished cases come back with every value, Infinity and NaN too; the same case written twice is there once', async () => {
  await desk.runs.put(RUN);
  await desk.runs.addCase(block('c1', [0.5, 0.25]));
  await desk.runs.addCase(block('c1', [0.75, 0.125]));
  expect(await desk.runs.blocks('run-1')).toEqual([block('c1', [0.75, 0.125])]);
  expect([...await desk.runs.finishedCases('run-1')]).toEqual(['c1']);
  expect(await desk.runs.blocks('run-')).toEqual([]);
});

test('a cancelled run keeps its cases and takes no more; a removed one takes none', async () => {
  await desk.runs.put(RUN);
  expect(await desk.runs.addCase(block('c1', [1, 1]))).toBe('kept');
  await desk.runs.update('run-1', { state: 'cancelled' });
  expect([await desk.runs.addCase(block('c2', [1, 1])), [...await desk.runs.finishedCases('run-1')]]).toEqual(['cancelled', ['c1']]);
  await desk.runs.remove('run-1');
  expect([await desk.runs.addCase(block('c2', [1, 1])), await desk.runs.blocks('run-1')]).toEqual(['removed', []]);
});

test('failed cases alone are forgotten for another try', async () => {
  await desk.runs.put(RUN);
  await desk.runs.addCase(block('c1', [1, 1]));
  await desk.runs.addCase(block('c2', [Number.NaN, Number.NaN], fault('mask-grid-mismatch')));
  expect(await desk.runs.forgetFailed('run-1')).toBe(1);
  expect([...await desk.runs.finishedCases('run-1')]).toEqual(['c1']);
});

test('a cohort goes with its runs, their cases, its folder and its notes, and nothing of another', async () => {
  await desk.cohorts.put(COHORT, { id: 'cohort-1', layout: 'plain' });
  await desk.folders.put({ cohortId: 'cohort-1', kind: 'session' });
  await desk.runs.put(RUN);
  await desk.runs.put({ ...RUN, id: 'run-2', spec: { ...SPEC, cohortId: 'cohort-2' } });
  await desk.runs.addCase(block('c1', [1, 1]));
  await desk.runs.addCase({ ...block('c1', [1, 1]), runId: 'run-2' });
  await desk.notes.put({ cohortId: 'cohort-1', caseId: 'c1', text: 'motion', tags: [] });
  expect(await desk.cohorts.remove('cohort-1')).toEqual(['run-1']);
  expect([await desk.cohorts.get('cohort-1'), await desk.folders.get('cohort-1'), await desk.runs.get('run-1')]).toEqual([null, null, null]);
  expect([(await desk.runs.blocks('run-1')).length, (await desk.runs.blocks('run-2')).length, (await desk.notes.all('cohort-1')).length]).toEqual([0, 1, 0]);
});

test('notes: tags without blanks and repetitions; an empty note is none', async () => {
  await desk.notes.put({ cohortId: 'k', caseId: 'c', text: 'check', tags: [' motion', 'motion', ''] });
  expect(await desk.notes.get('k', 'c')).toMatchObject({ text: 'check', tags: ['motion'] });
  await desk.notes.put({ cohortId: 'k', caseId: 'c', text: ' ', tags: [] });
  expect(await desk.notes.get('k', 'c')).toBeNull();
});

test('a result table keeps its columns', async () => {
  const table: ResultTable = {
    name: 'own', notice: null, subjects: [], cases: [], organs: ['liver'], runs: [], columnNames: ['dice'], columns: new Map([['dice', Float64Array.of(0.1, Number.NaN, Infinity)]]),
    rows: { case: Uint32Array.of(0, 1, 2), organ: Uint8Array.of(0, 0, 0), run: Uint8Array.of(0, 0, 0), status: Uint8Array.of(0, 1, 2) },
  };
  await desk.results.put('r', table);
  expect(await desk.results.get('r')).toEqual(table);
});

test('another name for results and cohorts takes their notes along', async () => {
  const table: ResultTable = { name: 'own', notice: null, subjects: [], cases: [], organs: [], runs: [], columnNames: [], columns: new Map(), rows: { case: new Uint32Array(0), organ: new Uint8Array(0), run: new Uint8Array(0), status: new Uint8Array(0) } };
  await desk.results.put('r', table);
  await desk.notes.put({ cohortId: 'own', caseId: 'c', text: 'leak', tags: [] });
  await desk.results.rename('r', 'mine');
  expect(await desk.results.list()).toEqual([{ id: 'r', name: 'mine', rows: 0, runs: 0 }]);
  expect([await desk.notes.all('own'), (await desk.notes.all('mine')).map(({ text }) => text)]).toEqual([[], ['leak']]);
  await desk.cohorts.put({ name: 'before', subjects: [], cases: [] }, { id: 'k2', layout: 'plain' });
  await desk.notes.put({ cohortId: 'before', caseId: 'c', text: 'noise', tags: [] });
  await desk.cohorts.rename('k2', 'after');
  expect([(await desk.cohorts.get('k2'))?.name, (await desk.cohorts.list()).find(({ id }) => id === 'k2')?.name, (await desk.notes.all('after')).length]).toEqual(['after', 'after', 1]);
  await desk.cohorts.remove('k2');
  expect(await desk.notes.all('after')).toEqual([]);
});

test('notes of a name that two have outlast the removal of one, and both have them after the other is renamed', async () => {
  const note = (cohortId: string) => ({ cohortId, caseId: 'c1', text: 'motion', tags: [] });
  for (const id of ['one', 'two', 'three']) await desk.cohorts.put(COHORT, { id, layout: 'plain' });
  await desk.notes.put(note(COHORT.name));
  await desk.cohorts.remove('one');
  expect(await desk.notes.all(COHORT.name)).toMatchObject([note(COHORT.name)]);
  await desk.cohorts.rename('two', 'second');
  expect([await desk.notes.all(COHORT.name), await desk.notes.all('second')]).toMatchObject([[note(COHORT.name)], [note('second')]]);
  await desk.cohorts.remove('three');
  expect([await desk.notes.all(COHORT.name), (await desk.notes.all('second')).length]).toEqual([[], 1]);
});

describe('what the browser refuses is named and loses nothing', () => {
  test('a full disk', async () => {
    await desk.runs.put(RUN);
    await desk.runs.addCase(block('c1', [1, 1]));
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => { throw new DOMException('no room', 'QuotaExceededError'); });
    expect(await faultOf(desk.runs.addCase(block('c2', [1, 1])))).toBe('storage-full');
    vi.restoreAllMocks();
    expect((await desk.runs.blocks('run-1')).map((it) => it.caseId)).toEqual(['c1']);
  });
  test('a database of a newer program', async () => {
    desk.close();
    const request = indexedDB.open(name, 99);
    await new Promise((settle) => { request.onsuccess = settle; });
    request.result.close();
    expect(await faultOf(openDatabase(name))).toBe('storage-newer');
  });
  test('a cohort of a newer program', async () => {
    await desk.cohorts.put(COHORT, { id: 'x', layout: 'plain' });
    const database = await openDatabase(name);
    const record = await database.get('cohorts', 'x');
    if (record) await database.put('cohorts', { ...record, text: record.text.replace('"version":1', '"version":99') });
    database.close();
    expect(await faultOf(desk.cohorts.get('x'))).toBe('cohort-newer');
  });
});

test('a configuration is the same whatever the order of its organs and settings, and another with another seed', () => {
  const turned = { ...SPEC, organs: ['spleen', 'liver'], protocol: { ...SPEC.protocol, settings: { way: 'each' as const, everyNth: 1, jitterMm: 0, plane: 'axial' as const, marginPx: 2, kind: 'box' as const } }, masks: 'kept' as const };
  expect(configurationText(turned)).toBe(configurationText(SPEC));
  expect(configurationText({ ...SPEC, seed: 2 })).not.toBe(configurationText(SPEC));
});

test('checks of models: the latest of each model and device', async () => {
  const record: ParityRecord = {
    model: { id: 'm', name: 'M', precision: 'fp32' }, sha256: { encoder: 'a', decoder: 'b' }, device: 'wasm', adapter: 'none', threads: 2, reason: '', onnxruntime: '1', program: '0', reference: {},
    figures: [], holds: false, timesMs: { coldEncode: 1, coldDecode: 1, warmEncode: 1, warmDecode: 1, repeats: 5 }, checkedAt: '2026-01-01T00:00:00Z',
  };
  await desk.parity.put(record);
  await desk.parity.put({ ...record, holds: true });
  await desk.parity.put({ ...record, device: 'webgpu' });
  expect([(await desk.parity.get('a', 'wasm'))?.holds, (await desk.parity.get('a', 'webgpu'))?.holds, await desk.parity.get('b', 'wasm')]).toEqual([true, false, null]);
});
