import { beforeEach, expect, test } from 'vitest';
import { chooseGroupPanel, refreshGroupMap, showGroupMap } from '#app/actions/groupMap.ts';
import { makeWorkbench } from '#app/actions/workbench.ts';
import { setOpenCase, setReference } from '#app/stores/caseStore.ts';
import { groupMapStore, setGroupMap } from '#app/stores/groupMapStore.ts';
import { viewStore } from '#app/stores/viewStore.ts';
import { fault } from '#core/faults.ts';
import { makeFakeEngine } from '#engine/client/fakeEngine.ts';
import { makeFakeStatistics } from '#engine/client/fakeStatistics.ts';
import type { Outcome } from '#engine/protocol/call.ts';

const GRID = { dims: [3, 1, 1], affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1] } as const;

function opened(target: number, answer: Outcome<Uint8Array<ArrayBuffer>>) {
  const asked: number[] = [];
  const bench = makeWorkbench(makeFakeEngine({ paintOrgan: ({ codes }) => { asked.push(codes[0]); return Promise.resolve(answer); } }), makeFakeStatistics());
  setOpenCase({ id: 'v', volumeKey: 'k', name: 'n', origin: { kind: 'file' }, modality: 'CT', grid: GRID, spacingMm: [1, 1, 1], intensity: { min: 0, max: 1, mean: 0, low: 0, high: 1 } });
  setReference('r', [{ value: 5, name: 'liver', code: 1, origin: 'reference' }, { value: 6, name: 'spleen', code: 2, origin: 'reference' }], target);
  return { bench, asked };
}

beforeEach(() => {
  viewStore.setState(viewStore.getInitialState());
  groupMapStore.setState(groupMapStore.getInitialState());
  setGroupMap({ organ: 'liver', topology: 'sphere', panels: [{ title: 'a', scale: 'signed', values: [1] }, { title: 'b − a', scale: 'signed', values: [-2] }], span: 2, unit: 'mm' });
});

test('the difference is laid on the organ first, another map when it is chosen', async () => {
  const { bench, asked } = opened(5, { state: 'done', value: Uint8Array.of(0, 9, 9) });
  refreshGroupMap(bench);
  expect(asked).toEqual([]);
  showGroupMap(bench, 'shown');
  await expect.poll(() => bench.voxels.groupMap).toEqual(Uint8Array.of(0, 9, 9));
  chooseGroupPanel(bench, 0);
  await expect.poll(() => asked).toEqual([1, 192]);
  showGroupMap(bench, 'hidden');
  await expect.poll(() => bench.voxels.groupMap).toBeNull();
});

test('another organ gets nothing, and an organ that has no map gets the reason', async () => {
  const other = opened(6, { state: 'done', value: Uint8Array.of(1) });
  showGroupMap(other.bench, 'shown');
  await Promise.resolve();
  expect(other.asked).toEqual([]);
  const cut = opened(5, { state: 'failed', fault: fault('map-organ-in-pieces') });
  showGroupMap(cut.bench, 'shown');
  await expect.poll(() => groupMapStore.getState().reason).toContain('two or more pieces');
});
