import { FaultError } from '#core/faults.ts';
import type { Session, Tensor } from '#core/models/session.ts';
import { addPatch, makeBlend, probabilities } from '#core/models/sat/blend.ts';
import type { Patch } from '#core/models/sat/patches.ts';
import { patchData, satPatches } from '#core/models/sat/patches.ts';
import type { SatPrepared } from '#core/models/sat/preprocess.ts';
import { claimVoxels, restored } from '#core/models/sat/restore.ts';
import type { SatSettings } from '#core/models/sat/satManifest.ts';

/** What the backbone says of one patch: features per voxel [1, C, X, Y, Z] and tokens [T, 1, D]. Independent of what is asked. */
export interface PatchFeatures { readonly perPixel: Tensor; readonly tokens: Tensor }

export function patchesOf(it: SatPrepared, settings: SatSettings): readonly Patch[] {
  return satPatches(it.image.shape, settings.patchSize, settings.overlap);
}

export function featureBytes({ perPixel, tokens }: PatchFeatures): number {
  return perPixel.data.byteLength + tokens.data.byteLength;
}

/** Runs the vision graph on one patch. */
export async function patchFeatures(vision: Session, it: SatPrepared, patch: Patch, { patchSize }: SatSettings): Promise<PatchFeatures> {
  const answer = await vision.run({ image: { type: 'float32', dims: [1, 1, ...patchSize], data: patchData(it.image, patch, patchSize) } });
  const { per_pixel: perPixel, tokens } = answer;
  const [, channels] = perPixel.dims;
  if (perPixel.dims.join() !== [1, channels, ...patchSize].join()) throw new FaultError('model-tensors-differ', { expected: `per_pixel of 1×C×${patchSize.join('×')}`, came: perPixel.dims.join('×') });
  return { perPixel, tokens };
}

/** Runs the query graph: a mask embedding [1, N, C] for N query vectors [N, 1, D] on a patch's tokens. */
export async function maskEmbeddings(query: Session, { tokens }: PatchFeatures, vectors: Float32Array, count: number): Promise<Float32Array> {
  const answer = await query.run({ tokens, queries: { type: 'float32', dims: [count, 1, vectors.length / count], data: vectors } });
  return answer['mask_embed'].data as Float32Array;
}

/** Classes whose probabilities are held at once, so that memory does not grow with the number of classes asked for. */
export const CLASSES_AT_ONCE = 8;

/** Bytes that asking for this many classes holds beside the features. */
export function queryBytes(it: SatPrepared, classes: number): number {
  const voxels = it.image.data.length;
  const original = it.dims[0] * it.dims[1] * it.dims[2];
  return 4 * voxels * (Math.min(classes, CLASSES_AT_ONCE) + 1) + original * (1 + 4 + 4);
}

export interface TextAsk {
  readonly prepared: SatPrepared;
  readonly settings: SatSettings;
  /** [N, 1, D]. */
  readonly vectors: Float32Array;
  readonly classes: number;
}

/**
 * The label map of the classes asked for, 1 to N in their order, on the image's own grid, x fastest: 0 where none
 * passes one half, else the most probable. `featuresOf` gives a patch's features, kept or computed.
 */
export async function segmentText(ask: TextAsk, query: Session, featuresOf: (at: number) => Promise<PatchFeatures>, onPatch: (done: number, of: number) => Promise<void>): Promise<Uint8Array<ArrayBuffer>> {
  const { prepared, settings, vectors, classes } = ask;
  const patches = patchesOf(prepared, settings);
  const groups = Math.ceil(classes / CLASSES_AT_ONCE);
  const voxels = prepared.dims[0] * prepared.dims[1] * prepared.dims[2];
  const labels = new Uint8Array(voxels);
  const best = new Float32Array(voxels);
  const dimension = vectors.length / classes;
  for (let group = 0; group < groups; group++) {
    const from = group * CLASSES_AT_ONCE;
    const count = Math.min(CLASSES_AT_ONCE, classes - from);
    const blend = makeBlend(prepared.image.shape, count, settings.patchSize, settings.gaussianSigma);
    for (const [at, patch] of patches.entries()) {
      const features = await featuresOf(at);
      const embeddings = await maskEmbeddings(query, features, vectors.slice(from * dimension, (from + count) * dimension), count);
      addPatch(blend, patch, features.perPixel.data as Float32Array, embeddings);
      await onPatch(group * patches.length + at + 1, groups * patches.length);
    }
    for (let it = 0; it < count; it++) claimVoxels(labels, best, restored(probabilities(blend, it), prepared), from + it + 1);
  }
  return labels;
}
