import { expect, test } from 'vitest';
import { readLabelMap } from '#core/formats/readLabelMap.ts';
import { readVolume } from '#core/formats/readVolume.ts';
import { formatLabelMapOnSource, formatNifti, gzip } from '#core/formats/writeNifti.ts';
import { affineFromCodes } from '#core/volume/canonical.ts';
import type { Dims } from '#core/volume/grid.ts';
import type { VoxelArray } from '#core/volume/volume.ts';

const dims: Dims = [2, 3, 4];
const turn = Math.PI / 5;
/** A turn about an oblique plane, mirrored, with three different edges. */
const oblique = [-2 * Math.cos(turn), 0, 3 * Math.sin(turn), 11, 0, 1.5, 0, -7, 2 * Math.sin(turn), 0, 3 * Math.cos(turn), 3, 0, 0, 0, 1];

test.each<[string, VoxelArray]>([
  ['uint8', Uint8Array.from({ length: 24 }, (_, n) => n)], ['int8', Int8Array.from({ length: 24 }, (_, n) => n - 12)], ['int16', Int16Array.from({ length: 24 }, (_, n) => -1000 * n)],
  ['uint16', Uint16Array.from({ length: 24 }, (_, n) => 2500 * n)], ['int32', Int32Array.from({ length: 24 }, (_, n) => -90000 * n)], ['uint32', Uint32Array.from({ length: 24 }, (_, n) => 100_000_000 * n)],
  ['float32', Float32Array.from({ length: 24 }, (_, n) => n / 3)], ['float64', Float64Array.from({ length: 24 }, (_, n) => n / 3)],
])('%s goes out and comes back', async (_name, data) => {
  const grid = { dims, affine: affineFromCodes('RAS', dims, [1, 2, 3]) ?? [] };
  const result = await readVolume(await gzip(formatNifti({ grid, data })), 'x.nii.gz');
  if (result.state === 'failed') throw new Error(result.fault.code);
  expect(result.value.volume.data).toEqual(data);
  expect(result.value.volume.grid).toEqual(grid);
  expect(result.value.notices).toEqual([]);
});

test('sform and qform say the same of an oblique, mirrored grid, so that every program reads it alike', async () => {
  const bytes = formatNifti({ grid: { dims, affine: oblique }, data: new Uint8Array(24) });
  const both = await readVolume(bytes, 'x.nii');
  expect(both.state === 'done' && both.value.notices).toEqual([]);
  new DataView(bytes.buffer).setInt16(254, 0, true);
  const result = await readVolume(bytes, 'x.nii');
  if (result.state === 'failed') throw new Error(result.fault.code);
  result.value.volume.source.grid.affine.forEach((it, n) => expect(it).toBeCloseTo(oblique[n], 5));
});

test('a sheared grid has no qform', async () => {
  const bytes = formatNifti({ grid: { dims, affine: [1, 0.5, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1] }, data: new Uint8Array(24) });
  expect(new DataView(bytes.buffer).getInt16(252, true)).toBe(0);
  const result = await readVolume(bytes, 'x.nii');
  expect(result.state === 'done' && result.value.notices.map((it) => it.code)).toEqual(['affine-sheared']);
});

test('a mask goes back byte for byte into the order and place of the file that it came from', async () => {
  const data = Uint8Array.from({ length: 24 }, (_, n) => n % 5);
  const bytes = formatNifti({ grid: { dims, affine: oblique }, data }, { content: 'labels' });
  const result = await readLabelMap(bytes, 'x.nii');
  if (result.state === 'failed') throw new Error(result.fault.code);
  expect(result.value.labelMap.data).not.toEqual(data);
  expect(formatLabelMapOnSource(result.value.labelMap)).toEqual(bytes);
});

test('other formats are called by name', async () => {
  const came = async (bytes: Uint8Array) => {
    const result = await readVolume(bytes, 'x');
    return result.state === 'failed' ? [result.fault.code, result.fault.came] : ['done'];
  };
  const dicom = new Uint8Array(200);
  dicom.set(new TextEncoder().encode('DICM'), 128);
  expect(await came(dicom)).toEqual(['dicom-later', 'DICOM']);
  expect(await came(await gzip(dicom))).toEqual(['dicom-later', 'DICOM']);
  expect(await came(Uint8Array.of(8, 0, 5, 0, 67, 83, 10, 0))).toEqual(['dicom-later', 'DICOM']);
  expect(await came(new TextEncoder().encode('NRRD0004\n'))).toEqual(['format-unknown', 'an NRRD volume']);
  expect(await came(Uint8Array.of(1, 2, 3))).toEqual(['format-unknown', 'a file that begins with 01 02 03']);
  expect(await came(new Uint8Array(0))).toEqual(['file-empty', '0 bytes']);
});
