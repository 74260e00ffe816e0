import { expect, test } from 'vitest';
import { formatNifti } from '#core/formats/writeNifti.ts';
import { readLabelMap } from '#core/formats/readLabelMap.ts';
import type { AcceptedSlice } from '#core/prompts/board.ts';
import type { Grid } from '#core/volume/grid.ts';
import type { SliceMask } from '#core/volume/slice.ts';
import type { Outcome } from '#engine/protocol/call.ts';
import { connect } from '#engine/protocol/connect.ts';
import { makeLocalPorts } from '#engine/protocol/localPorts.ts';
import { serve } from '#engine/protocol/serve.ts';
import * as calls from '#engine/protocol/volumeCalls.ts';
import { mergeBaseCall } from '#engine/protocol/volumetricCalls.ts';
import { volumeImplementations } from '#engine/volumes/volumeDesk.ts';

/** 4 × 3 × 2 voxels of 1 × 2 × 5 mm; the file runs Left, Anterior, Superior, so x is turned round on entry. */
const GRID: Grid = { dims: [4, 3, 2], affine: [-1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 5, 0, 0, 0, 0, 1] };
const IMAGE = Int16Array.from({ length: 24 }, (_, at) => at);
/** In the file's order: value 7 in the first row of the first slice, value 9 in the second slice's last voxel. */
const REFERENCE = Uint8Array.from({ length: 24 }, (_, at) => (at < 4 ? 7 : at === 23 ? 9 : 0));

const file = (name: string, bytes: Uint8Array<ArrayBuffer>) => ({ kind: 'file' as const, file: new File([bytes], name) });
const image = file('image.nii', formatNifti({ grid: GRID, data: IMAGE }));
const reference = file('mask.nii', formatNifti({ grid: GRID, data: REFERENCE }, { content: 'labels' }));
const names = file('labels.json', new TextEncoder().encode('{"spine": 7, "rib": 9}'));
const spine: calls.Organ = { label: 1, referenceValues: [7] };

function value<T>(outcome: Outcome<T>): T {
  if (outcome.state === 'done') return outcome.value;
  throw new Error(JSON.stringify(outcome));
}

async function opened() {
  const { caller, worker } = makeLocalPorts();
  serve(worker, volumeImplementations());
  const { ask } = connect(caller, 'volumes');
  const summary = value(await ask(calls.openVolumeCall, { source: image }));
  const { volumeId } = summary;
  const labels = value(await ask(calls.openReferenceCall, { volumeId, sources: [names, reference] }));
  return { ask, summary, volumeId, labels };
}

/** An axial mask from rows of the radiological frame, 0 and 1. */
const axial = (index: number, rows: readonly string[]): SliceMask => ({
  plane: 'axial', index, width: 4, height: 3, spacingMm: { u: 1, v: 2 }, data: Uint8Array.from([...rows.join('')].map(Number)),
});

test('an image is summed up, and its reference by names from the side file', async () => {
  const { summary, labels } = await opened();
  expect(summary).toMatchObject({ name: 'image.nii', spacingMm: [1, 2, 5], intensity: { min: 0, max: 23, mean: 11.5 } });
  expect(summary.volumeKey).toMatch(/^[0-9a-f]{64}/);
  expect(labels.labels).toEqual([{ value: 7, name: 'spine', voxels: 4, volumeMl: 0.04 }, { value: 9, name: 'rib', voxels: 1, volumeMl: 0.01 }]);
});

test('slice Dice of a mask: 2 of 4 voxels met and 1 beside give 2 · 2 / (3 + 4)', async () => {
  const { ask, volumeId } = await opened();
  // Anterior is up in the radiological frame, so the file's first row (posterior) is the last.
  const mask = axial(0, ['0000', '1000', '1100']);
  const agreement = value(await ask(calls.sliceDiceCall, { volumeId, plane: 'axial', index: 0, organ: spine, mask }));
  expect(agreement).toEqual({ dice: 4 / 7, predictionVoxels: 3, referenceVoxels: 4, bothVoxels: 2 });
  const errors = value(await ask(calls.errorSliceCall, { volumeId, plane: 'axial', index: 0, organ: spine, mask }));
  expect([...errors.data]).toEqual([0, 0, 0, 0, 2, 0, 0, 0, 1, 1, 3, 3]);
  const none = value(await ask(calls.sliceDiceCall, { volumeId, plane: 'axial', index: 1, organ: spine, mask: axial(1, ['0000', '0000', '0000']) }));
  expect(none.dice).toBeNull();
});

test('accepted slices make the prediction, in order; taking one back brings back what was before', async () => {
  const { ask, volumeId } = await opened();
  const keep = async (mask: SliceMask) => value(await ask(calls.keepMaskCall, { volumeId, mask })).maskId;
  const first = { plane: 'axial', index: 0, label: 1, maskId: await keep(axial(0, ['0000', '0000', '1111'])) } as const;
  const other = { plane: 'axial', index: 0, label: 300, maskId: await keep(axial(0, ['1000', '0000', '1000'])) } as const;
  const prediction = async () => [...value(await ask(calls.labelMapCall, { volumeId, layer: 'prediction' }))].slice(0, 12);
  const accept = (...accepted: AcceptedSlice[]) => ask(calls.setAcceptedCall, { volumeId, accepted });

  expect(value(await accept(first))).toEqual({ changedSlices: 1 });
  expect(value(await ask(calls.volumeDiceCall, { volumeId, organ: spine }))).toMatchObject({ volume: { dice: 1 }, accepted: { dice: 1, referenceVoxels: 4 } });
  expect(value(await accept(first, other))).toEqual({ changedSlices: 1 });
  // Canonical order: i runs to the patient's right, which is the left edge of the radiological frame.
  expect(await prediction()).toEqual([1, 1, 1, 300, 0, 0, 0, 0, 0, 0, 0, 300]);
  expect(value(await accept(first))).toEqual({ changedSlices: 1 });
  expect(await prediction()).toEqual([1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
  const profile = value(await ask(calls.diceProfileCall, { volumeId, plane: 'axial', organ: spine }));
  expect(profile.map(({ dice }) => dice)).toEqual([1, null]);
  await accept();
  expect(value(await ask(calls.volumeDiceCall, { volumeId, organ: spine }))).toMatchObject({ volume: { dice: 0 }, accepted: null });
});

test('the exported mask has the voxels of the file that was opened', async () => {
  const { ask, volumeId } = await opened();
  const { maskId } = value(await ask(calls.keepMaskCall, { volumeId, mask: axial(1, ['0001', '0000', '0000']) }));
  await ask(calls.setAcceptedCall, { volumeId, accepted: [{ plane: 'axial', index: 1, label: 5, maskId }] });
  const bytes = value(await ask(calls.exportMaskCall, { volumeId, names: [{ value: 5, name: 'liver' }] }));
  const read = await readLabelMap(bytes, 'export.nii.gz');
  expect(read).toMatchObject({ state: 'done', value: { labelMap: { source: { grid: GRID } } } });
  // Canonical voxel (0, 2, 1): right edge of the frame is the patient's left, which is canonical i = 0.
  expect(read.state === 'done' && read.value.labelMap.data.indexOf(5)).toBe(0 + 4 * (2 + 3 * 1));
});

test('the structure under a voxel, and null outside of all', async () => {
  const { ask, volumeId } = await opened();
  const under = async (i: number, j: number, k: number) => value(await ask(calls.organUnderCall, { volumeId, point: { i, j, k } }));
  expect(await under(0.4, 0, 0)).toEqual({ value: 7, name: 'spine' });
  expect(await under(0, 2, 1)).toEqual({ value: 9, name: 'rib' });
  expect([await under(0, 1, 0), await under(-1, 0, 0)]).toEqual([null, null]);
});

test('what fails names its fault and leaves the open image as it was', async () => {
  const { ask, volumeId } = await opened();
  const damaged = file('broken.nii', new Uint8Array(400));
  expect(await ask(calls.openVolumeCall, { source: damaged })).toMatchObject({ state: 'failed', fault: { where: 'broken.nii' } });
  expect(await ask(calls.openReferenceCall, { volumeId, sources: [damaged] })).toMatchObject({ state: 'failed' });
  expect(value(await ask(calls.maskSliceCall, { volumeId, plane: 'axial', index: 0, layer: 'reference', organ: spine })).data.filter(Boolean)).toHaveLength(4);
  await ask(calls.closeVolumeCall, { volumeId });
  expect(await ask(calls.sliceImageCall, { volumeId, plane: 'axial', index: 0 })).toMatchObject({ state: 'failed', fault: { code: 'volume-not-open' } });
});

test('a whole-volume answer lies under the accepted slices and changes only the labels that it speaks of', async () => {
  const { ask, volumeId } = await opened();
  const prediction = async () => [...value(await ask(calls.labelMapCall, { volumeId, layer: 'prediction' }))].slice(0, 12);
  const merge = (labels: number[] | null, values: { from: number; to: number }[]) =>
    ask(mergeBaseCall, { volumeId, labels: labels && Uint8Array.from({ length: 24 }, (_, at) => labels[at] ?? 0), values });
  await merge([1, 1, 2, 2], [{ from: 1, to: 5 }, { from: 2, to: 300 }]);
  expect(await prediction()).toEqual([5, 5, 300, 300, 0, 0, 0, 0, 0, 0, 0, 0]);
  const { maskId } = value(await ask(calls.keepMaskCall, { volumeId, mask: axial(0, ['0000', '0000', '0001']) }));
  await ask(calls.setAcceptedCall, { volumeId, accepted: [{ plane: 'axial', index: 0, label: 7, maskId }] });
  expect(await prediction()).toEqual([7, 5, 300, 300, 0, 0, 0, 0, 0, 0, 0, 0]);
  await merge([0, 0, 9, 0], [{ from: 9, to: 5 }]);
  expect(await prediction()).toEqual([7, 0, 5, 300, 0, 0, 0, 0, 0, 0, 0, 0]);
  await ask(calls.setAcceptedCall, { volumeId, accepted: [] });
  expect(await prediction()).toEqual([0, 0, 5, 300, 0, 0, 0, 0, 0, 0, 0, 0]);
  await merge(null, []);
  expect(await prediction()).toEqual(Array.from({ length: 12 }, () => 0));
});
