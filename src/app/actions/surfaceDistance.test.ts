import { beforeEach, expect, test } from 'vitest';
import { refreshDistances, showDistances } from '#app/actions/surfaceDistance.ts';
import { makeWorkbench } from '#app/actions/workbench.ts';
import { caseStore, setOpenCase, setReference } from '#app/stores/caseStore.ts';
import { distanceStore } from '#app/stores/distanceStore.ts';
import { viewStore } from '#app/stores/viewStore.ts';
import type { CaseDistances } from '#core/errormaps/caseDistances.ts';
import { fault } from '#core/faults.ts';
import { makeFakeEngine } from '#engine/client/fakeEngine.ts';
import { makeFakeStatistics } from '#engine/client/fakeStatistics.ts';
import type { Outcome } from '#engine/protocol/call.ts';

const DISTANCES: CaseDistances = { codes: Uint8Array.of(0, 128, 140), meanMm: 1.2, farthestMm: 2.4, slices: { axial: [], coronal: [], sagittal: [] } };

function opened(answer: Outcome<CaseDistances>) {
  const asked: number[] = [];
  const bench = makeWorkbench(makeFakeEngine({ surfaceDistance: (_, { label }) => { asked.push(label); return Promise.resolve(answer); } }), makeFakeStatistics());
  setOpenCase({ id: 'v', volumeKey: 'k', name: 'n', origin: { kind: 'file' }, modality: 'CT', grid: { dims: [3, 1, 1], affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1] }, spacingMm: [1, 1, 1], intensity: { min: 0, max: 1, mean: 0, low: 0, high: 1 } });
  setReference('r', [{ value: 5, name: 'liver', code: 1, origin: 'reference' }], 5);
  return { bench, asked };
}

beforeEach(() => { viewStore.setState(viewStore.getInitialState()); distanceStore.setState(distanceStore.getInitialState()); caseStore.setState(caseStore.getInitialState()); });

test('nothing is measured while it is hidden; shown, it is measured for the target and kept beside the masks', async () => {
  const { bench, asked } = opened({ state: 'done', value: DISTANCES });
  refreshDistances(bench);
  expect(asked).toEqual([]);
  showDistances(bench, 'shown');
  await expect.poll(() => distanceStore.getState().now).toMatchObject({ state: 'ready', target: 5, distances: { meanMm: 1.2 } });
  expect([asked, bench.voxels.distances]).toEqual([[5], DISTANCES.codes]);
  showDistances(bench, 'hidden');
  expect([bench.voxels.distances, distanceStore.getState().now]).toEqual([null, { state: 'none' }]);
});

test('where there is no distance, its reason stands in its place and nothing old is painted', async () => {
  const { bench } = opened({ state: 'failed', fault: fault('map-prediction-empty') });
  bench.voxels.distances = Uint8Array.of(1);
  showDistances(bench, 'shown');
  await expect.poll(() => distanceStore.getState().now).toMatchObject({ state: 'failed', fault: { code: 'map-prediction-empty' } });
  expect(bench.voxels.distances).toBeNull();
});
