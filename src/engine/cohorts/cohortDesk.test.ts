import { expect, test } from 'vitest';
import type { Cohort } from '#core/cohort/subject.ts';
import { cohortImplementations } from '#engine/cohorts/cohortDesk.ts';
import * as calls from '#engine/protocol/cohortCalls.ts';
import { connect } from '#engine/protocol/connect.ts';
import { makeLocalPorts } from '#engine/protocol/localPorts.ts';
import { serve } from '#engine/protocol/serve.ts';
import type { StorageDesk } from '#storage/storageDesk.ts';

const stored: { readonly cohort: Cohort; readonly about: unknown }[] = [];
const storage = { cohorts: { put: (cohort: Cohort, about: unknown) => { stored.push({ cohort, about }); return Promise.resolve(); } } } as unknown as StorageDesk;
const { caller, worker } = makeLocalPorts();
serve(worker, cohortImplementations((work) => work(storage)));
const { ask } = connect(caller, 'cohort worker');

const file = (path: string, text: string) => ({ path, file: new File([text], path.split('/').at(-1) ?? path) });

test('an import is looked at without its cohort leaving the worker, and is stored from there under the name that was given', async () => {
  const files = ['s1', 's2'].flatMap((id) => [file(`t/${id}/ct.nii.gz`, 'v'), file(`t/${id}/segmentations/liver.nii.gz`, 'v')]);
  const listed = await ask(calls.listFilesCall, { kind: 'files', name: 't', files });
  if (listed.state !== 'done') throw new Error('not listed');
  const { listingId } = listed.value;
  expect(await ask(calls.saveCohortCall, { listingId, cohortId: 'k', name: 'early' })).toMatchObject({ state: 'failed', fault: { code: 'file-unreachable' } });

  const offer = await ask(calls.importFilesCall, { listingId, answers: {} });
  expect(offer).toMatchObject({ state: 'done', value: { name: 't', organs: ['liver'], report: { recognised: 'totalsegmentator', cases: 2 } } });
  expect(offer.state === 'done' && 'cohort' in offer.value).toBe(false);
  expect(stored).toEqual([]);

  expect(await ask(calls.saveCohortCall, { listingId, cohortId: 'k', name: 'Mine' })).toEqual({ state: 'done', value: null });
  expect(stored).toMatchObject([{ cohort: { name: 'Mine', cases: [{ id: 's1' }, { id: 's2' }] }, about: { id: 'k', layout: 'totalsegmentator' } }]);
});
