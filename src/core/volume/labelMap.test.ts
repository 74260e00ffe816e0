import { expect, test } from 'vitest';
import { attemptNow } from '#core/faults.ts';
import { makeRandom } from '#core/num/random.ts';
import { alignMask, alignMaskByVoxel } from '#core/volume/alignMask.ts';
import { affineFromCodes, canonicalGrid, sourceGrid } from '#core/volume/canonical.ts';
import type { Dims } from '#core/volume/grid.ts';
import { labelMapFrom, maskOf, nameLabels } from '#core/volume/labelMap.ts';
import { combineMasks, labelNameOf } from '#core/volume/masks.ts';
import type { Volume, VoxelArray } from '#core/volume/volume.ts';

function volume(data: VoxelArray, dims: Dims = [data.length, 1, 1], affine = affineFromCodes('RAS', dims, [1, 1, 1]) ?? []): Volume {
  const source = sourceGrid({ dims, affine });
  return { grid: canonicalGrid(source), data, modality: 'unknown', source };
}

const faultCode = (work: () => unknown) => {
  const result = attemptNow(work);
  return result.state === 'failed' ? result.fault.code : 'done';
};

test('whole floats become the smallest integers, with a label per value', () => {
  const { labelMap, notices } = labelMapFrom(volume(Float32Array.from([0, 2, 2, 5])), 'm');
  expect(labelMap.data).toEqual(Uint8Array.from([0, 2, 2, 5]));
  expect(labelMap.labels).toEqual([{ value: 2, name: 'label 2' }, { value: 5, name: 'label 5' }]);
  expect(notices).toEqual([]);
  expect(labelMapFrom(volume(Int32Array.from([0, 300])), 'm').labelMap.data).toBeInstanceOf(Uint16Array);
  expect(labelMapFrom(volume(Float64Array.from([0, -1])), 'm').labelMap.data).toBeInstanceOf(Int16Array);
});

test('probabilities are refused with examples; rounding error is forgiven with a notice', () => {
  const refused = attemptNow(() => labelMapFrom(volume(Float32Array.from([0, 0.5, 0.25, 1])), 'm'));
  expect(refused).toMatchObject({ state: 'failed', fault: { code: 'mask-not-integer', came: '2 of 4 voxels, such as 0.5, 0.25' } });
  const { labelMap, notices } = labelMapFrom(volume(Float32Array.from([0, 0.99999])), 'm');
  expect([...labelMap.data]).toEqual([0, 1]);
  expect(notices.map((it) => it.code)).toEqual(['mask-rounded']);
});

test('an image is no mask: too many values, or values that hardly ever agree with their neighbours', () => {
  const random = makeRandom(1);
  expect(faultCode(() => labelMapFrom(volume(Int16Array.from({ length: 4000 }, (_, n) => n % 1000)), 'm'))).toBe('mask-is-image');
  expect(faultCode(() => labelMapFrom(volume(Uint8Array.from({ length: 4000 }, () => random.integer(256))), 'm'))).toBe('mask-is-image');
  // 200 labels in patches of twenty voxels are a mask.
  expect(faultCode(() => labelMapFrom(volume(Uint8Array.from({ length: 4000 }, (_, n) => Math.floor(n / 20))), 'm'))).toBe('done');
  expect(faultCode(() => labelMapFrom(volume(Float64Array.from([0, 1e12])), 'm'))).toBe('mask-is-image');
});

test('an empty mask is a mask, with a warning', () => {
  expect(labelMapFrom(volume(new Uint8Array(3)), 'm').notices.map((it) => it.code)).toEqual(['mask-empty']);
});

test('names: listed ones stay even where absent, others keep their number', () => {
  const { labelMap } = labelMapFrom(volume(Uint8Array.from([0, 1, 7])), 'm');
  const named = nameLabels(labelMap, [{ value: 0, name: 'background' }, { value: 3, name: 'spleen' }, { value: 1, name: 'liver' }], 'names');
  expect(named.labelMap.labels).toEqual([{ value: 1, name: 'liver' }, { value: 3, name: 'spleen' }, { value: 7, name: 'label 7' }]);
  expect(named.notices).toMatchObject([{ code: 'labels-unnamed', came: '1 without a name: 7' }]);
});

test('the mask of one value and of several', () => {
  const { labelMap } = labelMapFrom(volume(Uint8Array.from([0, 1, 2, 3, 2])), 'm');
  expect([...maskOf(labelMap, [2]).data]).toEqual([0, 0, 1, 0, 1]);
  expect([...maskOf(labelMap, [1, 2]).data]).toEqual([0, 1, 1, 0, 1]);
  expect([...maskOf(labelMap, []).data]).toEqual([0, 0, 0, 0, 0]);
});

test('several masks: numbered in order, the last wins, contested voxels are counted', () => {
  const mask = (name: string, ...values: number[]) => ({ name, labelMap: labelMapFrom(volume(Uint8Array.from(values)), name).labelMap });
  const { labelMap, notices } = combineMasks([mask('liver', 255, 255, 0, 255), mask('spleen', 0, 1, 1, 1)]);
  expect([...labelMap.data]).toEqual([1, 2, 2, 2]);
  expect(labelMap.labels).toEqual([{ value: 1, name: 'liver' }, { value: 2, name: 'spleen' }]);
  expect(notices).toMatchObject([{ code: 'masks-overlap', came: '2 voxels in more than one mask' }]);
  expect(faultCode(() => combineMasks([]))).toBe('masks-none');
  expect(faultCode(() => combineMasks([mask('a', 1, 1), mask('b', 1)]))).toBe('mask-grid-mismatch');
  expect(['a/kidney_left.nii.gz', 'liver.nii', 'x.PNG', '.nii.gz'].map(labelNameOf)).toEqual(['kidney_left', 'liver', 'x', '.nii.gz']);
});

test('a mask on the grid of the image, give or take rounding, is taken as it is', () => {
  const image = volume(new Uint8Array(8), [2, 2, 2]);
  const shifted = [1, 0, 0, -0.5 + 0.01, 0, 1, 0, -0.5, 0, 0, 1, -0.5, 0, 0, 0, 1];
  const { labelMap } = labelMapFrom(volume(Uint8Array.from([0, 1, 2, 3, 4, 5, 6, 7]), [2, 2, 2], shifted), 'm');
  const aligned = alignMask(image, labelMap, 'm');
  expect(aligned.notices).toEqual([]);
  expect(aligned.labelMap.grid).toBe(image.grid);
  expect(aligned.labelMap.data).toBe(labelMap.data);
});

test('a coarser mask over the same box is carried over with a notice; one elsewhere is refused with the distance', () => {
  const image = volume(new Uint8Array(4), [4, 1, 1]);
  const coarse = (x: number) => labelMapFrom(volume(Uint8Array.from([3, 8]), [2, 1, 1], [2, 0, 0, x, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]), 'm').labelMap;
  const aligned = alignMask(image, coarse(-1), 'm');
  expect([...aligned.labelMap.data]).toEqual([3, 3, 8, 8]);
  expect(aligned.notices.map((it) => it.code)).toEqual(['mask-resampled']);
  const refused = attemptNow(() => alignMask(image, coarse(9), 'm'));
  expect(refused).toMatchObject({ state: 'failed', fault: { code: 'mask-grid-mismatch' } });
  expect(refused.state === 'failed' && refused.fault.came).toBe('2 × 1 × 1 voxels of 2 × 1 × 1 mm, its box 10 mm off');
});

test('voxel for voxel: the file\'s own order counts, not where it claims to lie', () => {
  const dims: Dims = [2, 1, 1];
  const image = volume(Uint8Array.from([10, 20]), dims, affineFromCodes('LPS', dims, [1, 1, 1]));
  const { labelMap } = labelMapFrom(volume(Uint8Array.from([1, 2]), dims), 'm');
  expect([...alignMaskByVoxel(image, labelMap, 'm').data]).toEqual([2, 1]);
  expect(faultCode(() => alignMaskByVoxel(volume(new Uint8Array(3)), labelMap, 'm'))).toBe('mask-grid-mismatch');
});
