import 'fake-indexeddb/auto';
import { beforeEach, expect, test } from 'vitest';
import { askThumbnail, caseThumbnail, keptThumbnail } from '#app/actions/caseThumbnail.ts';
import { makeCohortDesk } from '#app/actions/cohortDesk.ts';
import { makeWorkbench } from '#app/actions/workbench.ts';
import { resultsStore, setResults } from '#app/stores/resultsStore.ts';
import type { Cohort } from '#core/cohort/subject.ts';
import { plantedTable } from '#core/evaluation/plantedTable.ts';
import { formatNifti } from '#core/formats/writeNifti.ts';
import type { CohortRoom } from '#engine/client/cohortRoom.ts';
import type { EngineClient } from '#engine/client/engineClient.ts';
import { makeFakeStatistics } from '#engine/client/fakeStatistics.ts';
import { makeThumbnails } from '#engine/client/thumbnailClient.ts';
import { makeLocalPorts } from '#engine/protocol/localPorts.ts';
import { serve } from '#engine/protocol/serve.ts';
import { thumbnailImplementations } from '#engine/thumbnails/thumbnailDesk.ts';
import { openStorage } from '#storage/storageDesk.ts';

const grid = { dims: [40, 40, 5] as const, affine: [3, 0, 0, 0, 0, 3, 0, 0, 0, 0, 5, 0, 0, 0, 0, 1] };
const ball = Uint8Array.from({ length: 8000 }, (_, at) => Number(Math.hypot((at % 40) - 20, (Math.floor(at / 40) % 40) - 20) < 8));
const file = (path: string, bytes: Uint8Array<ArrayBuffer>) => ({ path, file: new File([bytes], path) });
const FILES = [file('c1.nii', formatNifti({ grid, data: Int16Array.from(ball, (it) => (it ? 100 : -100)) })), file('c1_seg.nii', formatNifti({ grid, data: ball }, { content: 'labels' }))];
const COHORT: Cohort = {
  name: 'one liver', subjects: [{ id: 's1', covariates: {}, provenance: [] }],
  cases: [{ id: 'c1', subjectId: 's1', modality: 'CT', images: [{ path: 'c1.nii' }], references: [{ organ: 'liver', file: { path: 'c1_seg.nii' } }] }],
};
const signal = new AbortController().signal;
const desk = makeCohortDesk({} as CohortRoom, () => openStorage('thumbnails'));
let asked = 0;
const thumbnails = makeThumbnails(() => {
  const { caller, worker } = makeLocalPorts();
  serve(worker, thumbnailImplementations(async (id) => (asked++, (await desk.storage()).cohorts.get(id))));
  return caller;
});
const bench = makeWorkbench({} as EngineClient, makeFakeStatistics(), { thumbnails });

beforeEach(() => { resultsStore.setState(resultsStore.getInitialState(), true); });

test('a case of the bundled cohort is drawn with the outline of its exact mask, once', async () => {
  const shown = { caseId: 'PH-0001', organ: 'liver' };
  expect(keptThumbnail(shown)).toBeNull();
  const outcome = await caseThumbnail(bench, desk, shown, signal);
  if (outcome.state !== 'done') throw new Error(outcome.state);
  expect(outcome.value.outline.filter((it) => it === 1).length).toBeGreaterThan(100);
  expect(new Set(outcome.value.grey).size).toBeGreaterThan(50);
  expect(keptThumbnail(shown)).toBe(outcome.value);
  expect(await caseThumbnail(bench, desk, { caseId: 'PH-9999', organ: 'liver' }, signal)).toMatchObject({ state: 'failed', fault: { code: 'case-unknown' } });
});

test('a case of an own cohort is read where its files can be reached, and says what is in the way where they cannot', async () => {
  await (await desk.storage()).cohorts.put(COHORT, { id: 'own', layout: 'plain' });
  const place = { kind: 'cohort', id: 'own', name: 'one liver', records: ['r'] } as const;
  setResults(plantedTable({ subjects: 10 }), { ...place, records: ['r'] });
  const shown = { caseId: 'c1', organ: 'liver' };
  expect(await caseThumbnail(bench, desk, shown, signal)).toMatchObject({ state: 'failed', fault: { code: 'folder-not-kept', where: 'one liver' } });
  desk.visiting.set('own', { kind: 'files', name: 'one liver', files: FILES });
  const outcome = await caseThumbnail(bench, desk, shown, signal);
  if (outcome.state !== 'done') throw new Error(outcome.state === 'failed' ? outcome.fault.reason : outcome.state);
  expect(outcome.value.slice).toBe(2);
  expect(outcome.value.outline.includes(1)).toBe(true);
  await caseThumbnail(bench, desk, { caseId: 'c2', organ: 'liver' }, signal);
  expect(asked).toBe(1);
});

test('a table from a file has no pictures and says so', async () => {
  setResults(plantedTable({ subjects: 10 }), { kind: 'results', id: 'x', name: 'Reader study' });
  expect(await caseThumbnail(bench, desk, { caseId: 'PH-0001', organ: 'liver' }, signal)).toMatchObject({ state: 'failed', fault: { code: 'results-without-scans' } });
});

test('of several that were passed over, the last alone is drawn after the one under way', async () => {
  const told: string[] = [];
  const ask = (caseId: string) => new Promise<void>((settle) => { askThumbnail({ bench, desk, caseId, organ: 'spleen', signal, tell: ({ state }) => { told.push(`${caseId} ${state}`); settle(); } }); });
  const first = ask('PH-0002');
  void ask('PH-0003');
  await Promise.all([first, ask('PH-0004')]);
  expect(told).toEqual(['PH-0002 done', 'PH-0004 done']);
  expect(keptThumbnail({ caseId: 'PH-0003', organ: 'spleen' })).toBeNull();
});
