import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { attemptNow } from '#core/faults.ts';
import { parseLabelNames } from '#core/formats/labelNames.ts';
import { readLabelMap } from '#core/formats/readLabelMap.ts';
import { readVolume } from '#core/formats/readVolume.ts';
import { onSourceGrid } from '#core/formats/writeNifti.ts';
import { alignMask } from '#core/volume/alignMask.ts';
import { axisCodes } from '#core/volume/canonical.ts';
import { spacingMm, voxelVolumeMl } from '#core/volume/grid.ts';
import { maskOf } from '#core/volume/labelMap.ts';
import { sharedPath } from '../house/shared.ts';

const there = sharedPath('data') !== undefined;
if (!there) console.warn('../shared/data is absent: the readers are not tested on real scans');

const bytesOf = (path: string) => readFileSync(sharedPath(`data/${path}`) ?? '');
async function image(path: string) {
  const result = await readVolume(bytesOf(path), path);
  if (result.state === 'failed') throw new Error(`${path}: ${result.fault.code}`);
  return result.value;
}
async function mask(path: string) {
  const result = await readLabelMap(bytesOf(path), path);
  if (result.state === 'failed') throw new Error(`${path}: ${result.fault.code}`);
  return result.value.labelMap;
}
const failure = async (path: string) => {
  const result = await readVolume(bytesOf(path), path);
  return result.state === 'failed' ? result.fault.code : 'done';
};
const isSameData = (a: ArrayBufferView, b: ArrayBufferView) => Buffer.compare(Buffer.from(a.buffer, a.byteOffset, a.byteLength), Buffer.from(b.buffer, b.byteOffset, b.byteLength)) === 0;

describe.skipIf(!there)('real scans', () => {
  test('one head in all 48 axis orders is one canonical array on one grid', async () => {
    const orders = ['LPI', 'LIP', 'PLI', 'PIL', 'ILP', 'IPL'].flatMap((it) => [...Array(8).keys()].map((flips) => [...it].map((letter) => (flips >> 'LPI'.indexOf(letter)) & 1 ? 'RAS'['LPI'.indexOf(letter)] : letter).join('')));
    expect(new Set(orders).size).toBe(48);
    const first = (await image('niivue/nifti_space/RAS.nii.gz')).volume;
    for (const order of orders) {
      const { volume } = await image(`niivue/nifti_space/${order}.nii.gz`);
      expect(axisCodes(volume.source)).toBe(order);
      expect(volume.grid.dims).toEqual([64, 79, 67]);
      volume.grid.affine.forEach((it, n) => expect(Math.abs(it - first.grid.affine[n]), `${order} ${n}`).toBeLessThan(1e-4));
      expect(isSameData(volume.data, first.data), order).toBe(true);
    }
  });

  test('CT with its labels: the volumes of liver, spleen, kidneys and aorta are those of its provider', async () => {
    const { volume, notices } = await image('totalsegmentator/example_ct.nii.gz');
    expect([volume.modality, spacingMm(volume.grid), notices.map((it) => it.code)]).toEqual(['CT', [3, 3, 3], ['units-assumed']]);
    const aligned = alignMask(volume, await mask('totalsegmentator/example_seg_fast_force_split.nii.gz'), 'mask');
    expect(aligned.notices).toEqual([]);
    expect(aligned.labelMap.labels).toHaveLength(61);
    const volumeMl = (value: number) => maskOf(aligned.labelMap, [value]).data.reduce((sum, it) => sum + it, 0) * voxelVolumeMl(volume.grid);
    expect([5, 1, 2, 3, 52].map(volumeMl).map(Math.round)).toEqual([1126, 261, 193, 137, 50]);
  });

  test('MR in another order: mask and image meet, and the mask goes back as it was', async () => {
    const { volume } = await image('totalsegmentator/example_mr_sm.nii.gz');
    expect([volume.modality, axisCodes(volume.source)]).toEqual(['MR', 'LPS']);
    const path = 'totalsegmentator/example_seg_mr.nii.gz';
    const labelMap = await mask(path);
    expect(alignMask(volume, labelMap, path).notices).toEqual([]);
    // Behind the header stands an extension with names and colours, then the voxels to the end.
    expect(isSameData(onSourceGrid(labelMap).data, gunzipSync(bytesOf(path)).subarray(5968))).toBe(true);
  });

  test('the mask of a part of the scan is refused for the whole', async () => {
    const { volume } = await image('totalsegmentator/example_ct.nii.gz');
    const part = await mask('totalsegmentator/example_seg.nii.gz');
    expect(attemptNow(() => alignMask(volume, part, 'part'))).toMatchObject({ state: 'failed', fault: { code: 'mask-grid-mismatch' } });
  });

  test('names of the labels as TotalSegmentator gives them', () => {
    const result = parseLabelNames(bytesOf('totalsegmentator/labels_total.json'), 'labels_total.json');
    expect(result.state === 'done' && result.value.labels.find((it) => it.value === 5)?.name).toBe('liver');
  });

  test('a tilted gantry is kept as it is, with a notice; colours and other formats are refused; an image is no mask', async () => {
    expect((await image('niivue/shear.nii.gz')).notices.map((it) => it.code)).toEqual(['affines-disagree', 'affine-sheared']);
    expect(await failure('niivue/ct_perfusion.nii.gz')).toBe('nifti-colour');
    expect(await failure('niivue/norm.mgz')).toBe('format-unknown');
    const result = await readLabelMap(bytesOf('totalsegmentator/example_mr_sm.nii.gz'), 'mr');
    expect(result).toMatchObject({ state: 'failed', fault: { code: 'mask-is-image' } });
    expect((await mask('niivue/labels256.nii.gz')).data).toBeInstanceOf(Uint8Array);
  });
});
