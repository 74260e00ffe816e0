import { gzipSync } from 'fflate';
import { encode } from 'fast-png';
import { parseLabelNames } from '#core/formats/labelNames.ts';
import type { LabelNames } from '#core/formats/labelNames.ts';
import { crc32 } from '#core/formats/crc32.ts';
import { readLabelMap } from '#core/formats/readLabelMap.ts';
import { readVolume } from '#core/formats/readVolume.ts';
import { formatNifti } from '#core/formats/writeNifti.ts';
import { squareness } from '#core/volume/affine.ts';
import type { Grid } from '#core/volume/grid.ts';
import { voxelCount } from '#core/volume/grid.ts';
import type { Label } from '#core/volume/volume.ts';
import type { Field } from './mutate.ts';
import { niftiBytes } from './niftiBytes.ts';
import { outcomeOf } from './reader.ts';
import type { RobustReader } from './reader.ts';

const SFORM = [-2, 0, 0, 10, 0, 2, 0, -20, 0, 0, 2.5, -30];
const DIM = [3, 7, 6, 5, 1, 1, 1, 1];
const PIXDIM = [1, 2, 2, 2.5];

/** Small volumes in both versions and byte orders, several number types, a 4D one and one that a label map could be. */
function niftiSeeds(): readonly Uint8Array[] {
  const ramp = (size: number) => (view: DataView) => { for (let n = 0; n < view.byteLength; n += size) view.setUint8(n, n % 251); };
  const common = { dim: DIM, pixdim: PIXDIM, sform: SFORM, qform: [0, 0, 0, 10, -20, -30] };
  return [
    niftiBytes({ ...common, datatype: 4, bits: 16, slope: 2, inter: -1024 }, 420, ramp(2)),
    niftiBytes({ ...common, datatype: 16, bits: 32, bigEndian: true }, 840, ramp(4)),
    niftiBytes({ ...common, version: 2, datatype: 2, bits: 8 }, 210, ramp(1)),
    niftiBytes({ ...common, version: 2, bigEndian: true, datatype: 1024, bits: 64 }, 1680, ramp(8)),
    niftiBytes({ ...common, dim: [4, 7, 6, 5, 3, 1, 1, 1], datatype: 2, bits: 8 }, 630, ramp(1)),
    formatNifti({ grid: { dims: [7, 6, 5], affine: [...SFORM, 0, 0, 0, 1] }, data: Uint8Array.from({ length: 210 }, (_, n) => Math.floor(n / 70)) }, { content: 'labels' }),
  ];
}

const run = (from: number, size: Field['size'], count: number): Field[] => Array.from({ length: count }, (_, n) => ({ at: from + n * size, size }));
/** All fields that decide on sizes, types, scaling and place, of both versions. */
const NIFTI_FIELDS: readonly Field[] = [...run(0, 4, 1), ...run(40, 2, 8), ...run(68, 2, 3), ...run(76, 4, 11), ...run(123, 1, 1), ...run(252, 2, 2), ...run(256, 4, 18), ...run(344, 4, 1),
  ...run(12, 2, 2), ...run(16, 8, 8), ...run(104, 8, 8), ...run(168, 8, 3), ...run(344, 4, 2), ...run(352, 8, 18), ...run(500, 4, 1)];

function wrongGrid(grid: Grid, length: number): string | undefined {
  if (length !== voxelCount(grid)) return `${length} voxels on a grid of ${grid.dims.join(' × ')}`;
  if (!grid.affine.every(Number.isFinite) || Math.abs(squareness(grid.affine)) < 1e-5) return `the affine is ${grid.affine.join(' ')}`;
  return undefined;
}

const notFinite = (data: ArrayLike<number>) => {
  for (let at = 0; at < data.length; at++) if (!Number.isFinite(data[at])) return `voxel ${at} is ${data[at]}`;
  return undefined;
};

const asImage = async (bytes: Uint8Array, name: string) =>
  outcomeOf(await readVolume(bytes, name, { spacingMm: [1, 1, 1] }), ({ volume }) => wrongGrid(volume.grid, volume.data.length) ?? notFinite(volume.data));
const asMask = async (bytes: Uint8Array, name: string) =>
  outcomeOf(await readLabelMap(bytes, name, { spacingMm: [1, 1, 1], volumeIndex: 1, orientation: 'LPS' }), ({ labelMap }) => wrongGrid(labelMap.grid, labelMap.data.length));

const nifti: RobustReader = { name: 'nifti', content: 'binary', fields: NIFTI_FIELDS, seeds: async () => niftiSeeds(), read: (bytes) => asImage(bytes, 'x.nii') };

const niftiMask: RobustReader = { name: 'nifti-mask', content: 'binary', fields: NIFTI_FIELDS, seeds: async () => niftiSeeds(), read: (bytes) => asMask(bytes, 'x.nii') };

/** The compressed bytes themselves are damaged. */
const gzip: RobustReader = { name: 'gzip', content: 'binary', seeds: async () => niftiSeeds().flatMap((it) => [gzipSync(it, { mtime: 0 }), gzipSync(it, { mtime: 0, level: 0, filename: 'x.nii' })]), read: (bytes) => asImage(bytes, 'x.nii.gz') };

/** What is inside is damaged, and the compression is sound, in one or two members. */
const gzipInside: RobustReader = {
  name: 'gzip-inside', content: 'binary', fields: NIFTI_FIELDS, seeds: async () => niftiSeeds(), read: (bytes) => asImage(bytes, 'x.nii.gz'),
  wrap: (bytes, random) => {
    const cut = random.integer(bytes.length + 1);
    const members = random.chance(0.3) ? [bytes.subarray(0, cut), bytes.subarray(cut)] : [bytes];
    return new Uint8Array(Buffer.concat(members.map((it) => gzipSync(it, { mtime: 0, level: random.chance(0.2) ? 0 : 6 }))));
  },
};

function pngSeeds(): readonly Uint8Array[] {
  const data = Uint8Array.from({ length: 13 * 9 * 4 }, (_, n) => (n * 37) % 256);
  return [
    encode({ width: 13, height: 9, data: data.subarray(0, 117), channels: 1, depth: 8 }),
    encode({ width: 13, height: 9, data: data.subarray(0, 117).map((it) => it >> 6), channels: 1, depth: 8 }),
    encode({ width: 13, height: 9, data: data.subarray(0, 351), channels: 3, depth: 8 }),
    encode({ width: 13, height: 9, data, channels: 4, depth: 8 }, { interlace: 'Adam7' }),
    encode({ width: 13, height: 9, data: Uint16Array.from(data.subarray(0, 117), (it) => it * 257), channels: 1, depth: 16 }),
  ];
}

/** Sets the checksum of every chunk that can still be walked, so that damage reaches the decoder. */
function repairedPng(bytes: Uint8Array): Uint8Array {
  const out = bytes.slice();
  const view = new DataView(out.buffer);
  for (let at = 8; at + 12 <= out.length;) {
    const length = view.getUint32(at);
    if (at + 12 + length > out.length) break;
    view.setUint32(at + 8 + length, crc32(out.subarray(at + 4, at + 8 + length)));
    at += 12 + length;
  }
  return out;
}

const PNG_FIELDS: readonly Field[] = [...run(8, 4, 2), ...run(16, 4, 2), ...run(24, 1, 5), ...run(33, 4, 2)];
const png: RobustReader = { name: 'png', content: 'binary', fields: PNG_FIELDS, seeds: async () => pngSeeds(), read: (bytes) => asImage(bytes, 'x.png'), wrap: (bytes, random) => (random.chance(0.7) ? repairedPng(bytes) : bytes) };
const pngMask: RobustReader = { ...png, name: 'png-mask', read: (bytes) => asMask(bytes, 'x.png') };

const text = (it: string) => new TextEncoder().encode(it);
const JSON_SEEDS = [
  '{"labels": {"background": 0, "liver": 1, "spleen": 2, "ignore": 3}, "channel_names": {"0": "CT"}, "file_ending": ".nii.gz"}',
  '{"labels": {"0": "background", "1": "liver", "2": "spleen"}, "numTraining": 7}',
  '{"labels": {"background": 0, "whole": [1, 2, 3], "core": [2, 3], "enhancing": [3]}, "regions_class_order": [1, 2, 3]}',
  '{"spleen": 1, "kidney_right": 2, "kidney_left": 3}', '{"1": "spleen", "2": "kidney_right"}', '{"__proto__": 1, "constructor": 2, "toString": 3}',
  `{"labels": ${'{"a":'.repeat(50)}1${'}'.repeat(50)}}`, '{"a": 1e400, "b": -0, "c": 1.5, "d": null, "e": true, "f": 99999999999999999999}',
].map(text);
const SNAP_SEEDS = ['# remark\n    0     0    0    0        0  0  0    "Clear Label"\n    1   255    0    0        1  1  1    "liver"\n    2     0  255    0      0.5  1  1    "spleen"\n',
  `    1   255    0    0        1  1  1    "${'x'.repeat(150)}"\r\n`, `${' '.repeat(2000)}1 0 0 0 0 0 0 "a"\n${'1 '.repeat(2000)}\n`].map(text);

function wrongNames({ labels, regions }: LabelNames): string | undefined {
  const bad = (it: Label) => !Number.isInteger(it.value) || it.value < 1 || it.name.length === 0;
  if (labels.some(bad)) return 'a label has no whole number or no name';
  return new Set(labels.map((it) => it.value)).size < labels.length || regions.some((it) => !it.values.every(Number.isInteger)) ? 'values repeat or are not whole' : undefined;
}
const readNames = async (bytes: Uint8Array) => outcomeOf(parseLabelNames(bytes, 'labels'), wrongNames);

const labelJson: RobustReader = { name: 'label-names-json', content: 'text', seeds: async () => JSON_SEEDS, read: readNames };
const labelText: RobustReader = { name: 'label-names-text', content: 'text', seeds: async () => SNAP_SEEDS, read: readNames };

export const VOLUME_READERS: readonly RobustReader[] = [nifti, niftiMask, gzip, gzipInside, png, pngMask, labelJson, labelText];
