import { expect, test } from 'vitest';
import type { CohortCase } from '#core/cohort/subject.ts';
import { formatNifti } from '#core/formats/writeNifti.ts';
import type { Outcome } from '#engine/protocol/call.ts';
import { connect } from '#engine/protocol/connect.ts';
import { makeLocalPorts } from '#engine/protocol/localPorts.ts';
import { serve } from '#engine/protocol/serve.ts';
import * as calls from '#engine/protocol/volumeCalls.ts';
import { volumeImplementations } from '#engine/volumes/volumeDesk.ts';

const GRID = { dims: [4, 3, 2], affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 1] } as const;
const mask = (...at: readonly number[]) => formatNifti({ grid: GRID, data: Uint8Array.from({ length: 24 }, (_, n) => Number(at.includes(n))) }, { content: 'labels' });
const files = Object.entries({
  'c/ct.nii': formatNifti({ grid: GRID, data: Int16Array.from({ length: 24 }, (_, n) => n) }),
  'c/kidney.nii': mask(0, 1, 2, 3), 'c/tumor.nii': mask(2, 3), 'c/liver.nii': mask(10, 11),
}).map(([path, bytes]) => ({ path, file: new File([bytes], path.split('/')[1]) }));
const source = { kind: 'files', name: 'c', files } as const;
const withOrgans = (...organs: readonly string[]): CohortCase => ({ id: 'c', subjectId: 's', modality: 'CT', images: [{ path: 'c/ct.nii' }], references: organs.map((organ) => ({ organ, file: { path: `c/${organ}.nii` } })) });

function value<T>(outcome: Outcome<T>): T {
  if (outcome.state === 'done') return outcome.value;
  throw new Error(JSON.stringify(outcome));
}

function desk() {
  const { caller, worker } = makeLocalPorts();
  serve(worker, volumeImplementations());
  return connect(caller, 'volumes').ask;
}

test('a case of a cohort opens with a label for each organ', async () => {
  const ask = desk();
  const { volume, reference } = value(await ask(calls.openCohortCaseCall, { case: withOrgans('kidney', 'liver'), source, organ: 'liver' }));
  expect([volume.name, volume.modality, volume.notices]).toEqual(['c', 'CT', []]);
  expect(reference.labels.map(({ name, voxels }) => [name, voxels])).toEqual([['kidney', 4], ['liver', 2]]);
});

test('where organs lie on one another the one that is looked at is whole, and a notice says so', async () => {
  const ask = desk();
  const { volume, reference } = value(await ask(calls.openCohortCaseCall, { case: withOrgans('kidney', 'tumor', 'liver'), source, organ: 'kidney' }));
  expect(reference.labels.map(({ name, voxels }) => [name, voxels])).toEqual([['kidney', 4]]);
  expect(volume.notices.map(({ code }) => code)).toEqual(['organs-overlap']);
});

test('a run\'s mask comes back on the image\'s grid with the values that occur, and measures as it did', async () => {
  const ask = desk();
  const { volume } = value(await ask(calls.openCohortCaseCall, { case: withOrgans('liver'), source, organ: 'liver' }));
  const file = new File([formatNifti({ grid: GRID, data: Uint8Array.from({ length: 24 }, (_, n) => (n === 10 ? 2 : 0)) }, { content: 'labels' })], 'c.nii');
  const { labels, present } = value(await ask(calls.labelsOnImageCall, { volumeId: volume.volumeId, source: { kind: 'file', file } }));
  expect([present, [...labels].flatMap((it, at) => (it === 0 ? [] : [[at, it]]))]).toEqual([[0, 2], [[10, 2]]]);
});

test('a file that the cohort names and the folder lacks is a fault of this case', async () => {
  const outcome = await desk()(calls.openCohortCaseCall, { case: withOrgans('liver'), source: { ...source, files: files.slice(0, 2) }, organ: 'liver' });
  expect(outcome).toMatchObject({ state: 'failed', fault: { code: 'case-file-gone' } });
});
