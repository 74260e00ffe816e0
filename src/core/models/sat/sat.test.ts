import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nodeSession } from '#cli/nodeSession.ts';
import { parseManifest } from '#core/models/manifest.ts';
import { addPatch, makeBlend, probabilities } from '#core/models/sat/blend.ts';
import { patchData, satPatches } from '#core/models/sat/patches.ts';
import type { SatImage } from '#core/models/sat/preprocess.ts';
import { satPrepared } from '#core/models/sat/preprocess.ts';
import { restored } from '#core/models/sat/restore.ts';
import { satSettings } from '#core/models/sat/satManifest.ts';
import { maskEmbeddings, patchFeatures, patchesOf, segmentText } from '#core/models/sat/segmentText.ts';
import { entryOf, parseVocabulary, queryVectors } from '#core/models/sat/vocabulary.ts';
import type { Dims } from '#core/volume/grid.ts';
import { spacingMm } from '#core/volume/grid.ts';
import { canonicalGrid, sourceGrid, toCanonicalOrder, toSourceOrder } from '#core/volume/canonical.ts';

const FOLDER = join(import.meta.dirname, '../../../../tools/verify/models/sat-tiny');
const bytes = (name: string) => new Uint8Array(readFileSync(join(FOLDER, name)));
const floats = (name: string) => new Float32Array(bytes(`golden/${name}.f32`).buffer);
const json = (name: string): unknown => JSON.parse(readFileSync(join(FOLDER, name), 'utf8'));

interface Golden {
  readonly dims: Dims;
  readonly affine: number[];
  readonly median: number[];
  readonly runs: readonly { readonly modality: string; readonly rows: number[]; readonly preparedShape: number[]; readonly patches: number }[];
}

const golden = json('golden/golden.json') as Golden;
const settings = satSettings(parseManifest(readFileSync(join(FOLDER, 'manifest.json'), 'utf8'), 'sat-tiny'));
const vocabulary = parseVocabulary(json('vocabulary.json'), bytes('vectors.bin'), 'sat-tiny');
const source = sourceGrid(golden);
const grid = canonicalGrid(source);

function image(modality: string): SatImage {
  const stored = new Int16Array(bytes('golden/image.i16').buffer);
  return { dims: grid.dims, spacingMm: spacingMm(grid), data: toCanonicalOrder(stored, source), modality };
}

/** Largest difference over the largest magnitude. */
function relativeError(got: Float32Array, want: Float32Array): number {
  expect(got.length).toBe(want.length);
  const scale = want.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return got.reduce((worst, value, at) => Math.max(worst, Math.abs(value - want[at])), 0) / scale;
}

test.each(golden.runs)('$modality: the prepared image is that of MONAI\'s Orientation, Spacing and CropForeground and SAT\'s normalisation', ({ modality, preparedShape, patches }) => {
  const got = satPrepared(image(modality), settings);
  expect(got.image.shape).toEqual(preparedShape);
  expect(patchesOf(got, settings)).toHaveLength(patches);
  expect(relativeError(got.image.data, floats(`${modality}-prepared`))).toBeLessThan(1e-4);
});

test('features, tokens, mask embeddings and logits are those of the reference modules, which repeat the channel three times', async () => {
  const prepared = satPrepared(image('ct'), settings);
  const [patch] = patchesOf(prepared, settings);
  const [vision, query] = [await nodeSession(bytes('vision.onnx')), await nodeSession(bytes('query.onnx'))];
  const features = await patchFeatures(vision, prepared, patch, settings);
  const vectors = queryVectors(vocabulary, [entryOf(vocabulary, 'liver', 'ct'), entryOf(vocabulary, 'spleen', 'ct')]);
  const embeddings = await maskEmbeddings(query, features, vectors, 2);
  await Promise.all([vision.release(), query.release()]);
  expect(relativeError(features.perPixel.data as Float32Array, floats('per_pixel'))).toBeLessThan(1e-4);
  expect(relativeError(features.tokens.data as Float32Array, floats('tokens'))).toBeLessThan(1e-4);
  expect(relativeError(embeddings, floats('mask_embed'))).toBeLessThan(1e-4);
  const perPixel = features.perPixel.data as Float32Array;
  const voxels = settings.patchSize.reduce((a, b) => a * b, 1);
  const logits = Float32Array.from({ length: 2 * voxels }, (_, at) => dot(perPixel, embeddings, Math.floor(at / voxels), at % voxels, voxels));
  const want = floats('logits');
  expect(relativeError(logits, want)).toBeLessThan(1e-4);
  golden.median.forEach((median, of) => {
    const inMask = (values: Float32Array) => values.slice(of * voxels, (of + 1) * voxels).map((value) => Number(value > median));
    const [mine, theirs] = [inMask(logits), inMask(want)];
    const both = mine.reduce((sum, it, at) => sum + it * theirs[at], 0);
    expect((2 * both) / (mine.reduce((a, b) => a + b, 0) + theirs.reduce((a, b) => a + b, 0))).toBeGreaterThan(0.999);
  });
});

function dot(perPixel: Float32Array, embeddings: Float32Array, of: number, voxel: number, voxels: number): number {
  const channels = perPixel.length / voxels;
  let sum = 0;
  for (let channel = 0; channel < channels; channel++) sum += embeddings[of * channels + channel] * perPixel[channel * voxels + voxel];
  return sum;
}

test.each(golden.runs)('$modality: blended probabilities are those of SAT\'s sliding window', async ({ modality }) => {
  const prepared = satPrepared(image(modality), settings);
  const [vision, query] = [await nodeSession(bytes('vision.onnx')), await nodeSession(bytes('query.onnx'))];
  const vectors = queryVectors(vocabulary, [entryOf(vocabulary, 'liver', modality), entryOf(vocabulary, 'spleen', modality)]);
  const blend = makeBlend(prepared.image.shape, 2, settings.patchSize, settings.gaussianSigma);
  for (const patch of patchesOf(prepared, settings)) {
    const features = await patchFeatures(vision, prepared, patch, settings);
    addPatch(blend, patch, features.perPixel.data as Float32Array, await maskEmbeddings(query, features, vectors, 2));
  }
  await Promise.all([vision.release(), query.release()]);
  const got = new Float32Array([...probabilities(blend, 0), ...probabilities(blend, 1)]);
  expect(relativeError(got, floats(`${modality}-probabilities`))).toBeLessThan(1e-4);
});

test('patches start every half crop, the last one is shifted inside; a smaller image is one patch with zeros after it', () => {
  expect(satPatches([11, 4, 4], [4, 4, 4], 0.5).map(({ origin }) => origin[0])).toEqual([0, 2, 4, 6, 7]);
  const image2 = { shape: [1, 2, 2], data: Float32Array.of(1, 2, 3, 4) };
  const [patch] = satPatches(image2.shape, [2, 2, 3], 0.5);
  expect([...patchData(image2, patch, [2, 2, 3])]).toEqual([1, 2, 0, 3, 4, 0, 0, 0, 0, 0, 0, 0]);
});

test('a mask goes back to the image\'s own grid: outside of the crop nothing, each voxel by its place in millimetres', () => {
  const dims: Dims = [4, 1, 1];
  const it = satPrepared({ dims, spacingMm: [1, 1, 1], data: [0, 5, 7, 9], modality: 'mri' }, { ...settings, spacingMm: [1, 1, 1] });
  expect(it.bounds[0]).toEqual([1, 4]);
  expect([...restored(Float32Array.of(1, 1, 0), it)]).toEqual([0, 1, 1, 0]);
  const halved = satPrepared({ dims, spacingMm: [2, 1, 1], data: [1, 5, 7, 9], modality: 'mri' }, { ...settings, spacingMm: [1, 1, 1] });
  expect(halved.image.shape).toEqual([7, 1, 1]);
  expect([...restored(Float32Array.of(0, 0, 1, 1, 1, 0, 0), halved)]).toEqual([0, 1, 1, 0]);
});

test('an image stored the other way round gives the same mask in the patient', async () => {
  const flat = Float32Array.from(image('ct').data);
  const flipped = sourceGrid({ dims: grid.dims, affine: grid.affine.map((value, at) => (at % 4 === 0 ? -value : at === 3 ? value + grid.affine[0] * (grid.dims[0] - 1) : value)) });
  expect(flipped.axes[0].flipped).toBe(true);
  const stored = toSourceOrder(flat, flipped);
  expect(stored).not.toEqual(flat);
  const other: SatImage = { dims: canonicalGrid(flipped).dims, spacingMm: spacingMm(grid), data: toCanonicalOrder(stored, flipped), modality: 'ct' };
  const [vision, query] = [await nodeSession(bytes('vision.onnx')), await nodeSession(bytes('query.onnx'))];
  const vectors = queryVectors(vocabulary, [entryOf(vocabulary, 'right kidney', 'ct')]);
  const labels = async (from: SatImage) => {
    const prepared = satPrepared(from, settings);
    return segmentText({ prepared, settings, vectors, classes: 1 }, query, (at) => patchFeatures(vision, prepared, patchesOf(prepared, settings)[at], settings), async () => {});
  };
  expect(await labels(other)).toEqual(await labels(image('ct')));
  await Promise.all([vision.release(), query.release()]);
});

test('an image without anything above 0 is a named fault, not a division by zero', () => {
  const dims: Dims = [2, 2, 1];
  expect(() => satPrepared({ dims, spacingMm: [1, 1, 1], data: [-1, 0, 0, -2], modality: 'ct' }, settings)).toThrow(/sat-no-foreground/);
  expect(() => satPrepared({ dims, spacingMm: [2, 2.5, 4], data: [7, 7, 7, 7], modality: 'mri' }, settings)).toThrow(/sat-no-foreground/);
});
