import { describe, expect, test } from 'vitest';
import { readVolume } from '#core/formats/readVolume.ts';
import type { ReadOptions } from '#core/formats/readOptions.ts';
import { niftiBytes } from './niftiBytes.ts';
import type { NiftiFields } from './niftiBytes.ts';

const SFORM = [2, 0, 0, -10, 0, 2, 0, -20, 0, 0, 2, -30];

async function read(bytes: Uint8Array, options: ReadOptions = {}) {
  const result = await readVolume(bytes, 'case.nii', options);
  if (result.state === 'failed') throw new Error(result.fault.code);
  return result.value;
}

async function code(bytes: Uint8Array, options: ReadOptions = {}): Promise<string> {
  const result = await readVolume(bytes, 'case.nii', options);
  return result.state === 'failed' ? result.fault.code : 'done';
}

const KINDS: readonly [name: string, code: number, size: number, write: (view: DataView, at: number, value: number, little: boolean) => void, values: number[]][] = [
  ['uint8', 2, 1, (v, at, x) => v.setUint8(at, x), [0, 7, 255]],
  ['int8', 256, 1, (v, at, x) => v.setInt8(at, x), [-128, 7, 127]],
  ['int16', 4, 2, (v, at, x, le) => v.setInt16(at, x, le), [-1024, 7, 3071]],
  ['uint16', 512, 2, (v, at, x, le) => v.setUint16(at, x, le), [0, 258, 65535]],
  ['int32', 8, 4, (v, at, x, le) => v.setInt32(at, x, le), [-70000, 7, 16909060]],
  ['uint32', 768, 4, (v, at, x, le) => v.setUint32(at, x, le), [0, 7, 4294967295]],
  ['int64', 1024, 8, (v, at, x, le) => v.setBigInt64(at, BigInt(x), le), [-9007199254740991, -1, 4294967296]],
  ['uint64', 1280, 8, (v, at, x, le) => v.setBigUint64(at, BigInt(x), le), [0, 4294967295, 9007199254740991]],
  ['float32', 16, 4, (v, at, x, le) => v.setFloat32(at, x, le), [-0.5, 0.25, 1e10]],
  ['float64', 64, 8, (v, at, x, le) => v.setFloat64(at, x, le), [-0.1, 0.3, 1e100]],
];

describe.each([[1, false], [1, true], [2, false], [2, true]] as const)('NIfTI-%i, big-endian %s', (version, bigEndian) => {
  test.each(KINDS)('%s', async (_name, datatype, size, write, values) => {
    const bytes = niftiBytes({ version, bigEndian, dim: [3, 3, 1, 1, 1, 1, 1, 1], datatype, bits: size * 8, sform: SFORM, pixdim: [1, 2, 2, 2] }, 3 * size,
      (view, little) => values.forEach((value, n) => write(view, n * size, value, little)));
    const before = bytes.slice();
    const { volume, notices, format } = await read(bytes);
    expect([...volume.data]).toEqual(values);
    expect(volume.grid).toEqual({ dims: [3, 1, 1], affine: [...SFORM, 0, 0, 0, 1] });
    expect(notices).toEqual([]);
    expect(format).toBe(`nifti-${version}`);
    expect(bytes).toEqual(before);
  });
});

const base: NiftiFields = { dim: [3, 2, 2, 2, 1, 1, 1, 1], datatype: 2, bits: 8, sform: SFORM, pixdim: [1, 2, 2, 2] };
const made = (fields: Partial<NiftiFields>, voxels = 8) => niftiBytes({ ...base, ...fields }, voxels, (view) => { for (let n = 0; n < voxels; n++) view.setUint8(n, n); });
const without = ({ sform: _sform, ...rest }: NiftiFields): NiftiFields => rest;

test('slope and intercept: applied, whole where they are whole, none where the slope is 0 or not a number', async () => {
  const values = async (fields: Partial<NiftiFields>) => (await read(made(fields))).volume.data;
  expect(await values({ slope: 2, inter: -1024 })).toEqual(Int16Array.from([0, 1, 2, 3, 4, 5, 6, 7].map((n) => 2 * n - 1024)));
  expect(await values({ slope: 0.5, inter: 1 })).toEqual(Float32Array.from([1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5]));
  expect(await values({ slope: 0, inter: 5 })).toEqual(Uint8Array.from([0, 1, 2, 3, 4, 5, 6, 7]));
  expect((await values({ slope: NaN, inter: NaN }))[7]).toBe(7);
});

test('a qform alone: a quarter turn about z, mirrored third axis', async () => {
  const half = Math.SQRT1_2;
  const { volume } = await read(niftiBytes({ ...without(base), pixdim: [-1, 2, 3, 4], qform: [0, 0, half, 5, 6, 7] }, 8));
  // x of the array runs anterior, y runs left, z runs inferior.
  expect(volume.source.grid.affine.map((it) => Math.round(it * 1e5) / 1e5 + 0)).toEqual([0, -3, 0, 5, 2, 0, 0, 6, 0, 0, -4, 7, 0, 0, 0, 1]);
  expect(volume.source.axes).toEqual([{ axis: 1, flipped: true }, { axis: 0, flipped: false }, { axis: 2, flipped: true }]);
});

test('sform before qform, with a notice where they differ; the qform where the sform is unusable', async () => {
  const codes = async (fields: Partial<NiftiFields>) => (await read(made(fields))).notices.map((it) => it.code);
  expect(await codes({ qform: [0, 0, 0, -10, -20, -30] })).toEqual([]);
  expect(await codes({ qform: [0, 0, 0, -10, -20, -31] })).toEqual(['affines-disagree']);
  expect(await codes({ qform: [0, 0, 0, 1, 2, 3], sform: [2, 0, 0, 0, 2, 0, 0, 0, 0, 0, 2, 0] })).toEqual(['affine-replaced']);
  expect(await codes({ pixdim: [1, 2, 2, 2.5] })).toEqual(['spacing-disagrees']);
});

test('what the file leaves open is asked, and the answer is taken', async () => {
  const nowhere = niftiBytes(without(base), 8);
  expect(await code(nowhere)).toBe('no-orientation');
  const { volume } = await read(nowhere, { orientation: 'LPS' });
  expect(volume.grid.affine.slice(0, 12)).toEqual([2, 0, 0, -1, 0, 2, 0, -1, 0, 0, 2, -1]);
  expect(volume.source.axes.map((it) => it.flipped)).toEqual([true, true, false]);
  expect(await code(nowhere, { orientation: 'LLS' })).toBe('option-invalid');
  expect(await code(niftiBytes({ ...without(base), pixdim: [1, 0, 2, 2] }, 8), { orientation: 'RAS' })).toBe('no-spacing');
  expect(await code(made({ sform: [NaN, ...SFORM.slice(1)] }))).toBe('affine-not-finite');
  expect(await code(made({ sform: [2, 2, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0] }))).toBe('affine-singular');
  expect(await code(made({ sform: [NaN, ...SFORM.slice(1)] }), { orientation: 'RAS' })).toBe('done');
});

test('units: metres and microns are converted, none is millimetres with a notice, nonsense is asked about', async () => {
  const small = SFORM.map((it) => it / 1000), large = SFORM.map((it) => it * 1000);
  expect((await read(made({ units: 1, sform: small, pixdim: [1, 0.002, 0.002, 0.002] }))).volume.grid.affine[0]).toBeCloseTo(2, 6);
  expect((await read(made({ units: 3, sform: large, pixdim: [1, 2000, 2000, 2000] }))).volume.grid.affine[3]).toBeCloseTo(-10, 6);
  expect((await read(made({ units: 0 }))).notices.map((it) => it.code)).toEqual(['units-assumed']);
  expect(await code(made({ units: 1 }))).toBe('units-unclear');
  expect((await read(made({ units: 1 }), { spatialUnits: 'mm' })).volume.grid.affine[0]).toBe(2);
});

test('several volumes: asked, then the chosen one alone', async () => {
  const many = made({ dim: [4, 2, 2, 1, 3, 1, 1, 1] }, 12);
  const asked = await readVolume(many, 'case.nii');
  expect(asked).toMatchObject({ state: 'failed', fault: { code: 'which-volume', severity: 'question', came: '3 volumes' } });
  expect([...(await read(many, { volumeIndex: 2 })).volume.data]).toEqual([8, 9, 10, 11]);
  expect(await code(many, { volumeIndex: 3 })).toBe('option-invalid');
});

test.each<[string, Partial<NiftiFields>, string]>([
  ['zero size', { dim: [3, 2, 0, 2, 1, 1, 1, 1] }, 'nifti-dims'],
  ['negative size', { dim: [3, 2, -2, 2, 1, 1, 1, 1] }, 'nifti-dims'],
  ['eight dimensions', { dim: [8, 2, 2, 2, 1, 1, 1, 1] }, 'nifti-dims'],
  ['sizes over memory', { dim: [3, 32767, 32767, 32767, 1, 1, 1, 1] }, 'volume-over-memory'],
  ['voxels missing', { dim: [3, 2, 2, 3, 1, 1, 1, 1] }, 'nifti-truncated'],
  ['colour', { datatype: 128, bits: 24 }, 'nifti-colour'],
  ['complex', { datatype: 32, bits: 64 }, 'nifti-colour'],
  ['unknown type', { datatype: 9, bits: 8 }, 'nifti-datatype'],
  ['bits that contradict the type', { bits: 16 }, 'nifti-datatype'],
  ['half of a pair', { magic: 'ni1\0' }, 'nifti-pair'],
  ['wrong magic', { magic: 'abc\0' }, 'nifti-header'],
  ['voxels inside the header', { offset: 100 }, 'nifti-header'],
  ['offset not a number', { offset: NaN }, 'nifti-header'],
])('refused: %s', async (_name, fields, expected) => {
  expect(await code(made(fields))).toBe(expected);
});

test('voxels without a finite value take the smallest one, and a notice counts them', async () => {
  const broken = niftiBytes({ ...base, dim: [1, 4, 1, 1, 1, 1, 1, 1], datatype: 16, bits: 32 }, 16, (view, le) => [NaN, 3, -2, Infinity].forEach((it, n) => view.setFloat32(4 * n, it, le)));
  const { volume, notices } = await read(broken);
  expect([...volume.data]).toEqual([-2, 3, -2, -2]);
  expect(notices.map((it) => it.code)).toEqual(['volume-not-finite']);
  const hopeless = niftiBytes({ ...base, dim: [1, 1, 1, 1, 1, 1, 1, 1], datatype: 16, bits: 32 }, 4, (view, le) => view.setFloat32(0, NaN, le));
  expect(await code(hopeless)).toBe('volume-no-values');
});
