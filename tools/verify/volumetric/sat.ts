import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeSession } from '#cli/nodeSession.ts';
import { faultSentence } from '#core/faults.ts';
import { relativeError } from '#core/models/golden/likeness.ts';
import { parseManifest } from '#core/models/manifest.ts';
import { rewriteForWebgpu } from '#core/models/onnx/rewriteForWebgpu.ts';
import { addPatch, makeBlend, probabilities } from '#core/models/sat/blend.ts';
import { satPrepared } from '#core/models/sat/preprocess.ts';
import { satSettings } from '#core/models/sat/satManifest.ts';
import { maskEmbeddings, patchFeatures, patchesOf } from '#core/models/sat/segmentText.ts';
import type { Session } from '#core/models/session.ts';
import { canonicalGrid, sourceGrid, toCanonicalOrder } from '#core/volume/canonical.ts';
import type { Dims } from '#core/volume/grid.ts';
import { spacingMm } from '#core/volume/grid.ts';
import type { Say } from './checks.ts';
import { wasmSession } from './wasmSession.ts';

interface Golden {
  readonly dims: Dims;
  readonly affine: number[];
  readonly median: number[];
  readonly runs: readonly { readonly modality: string; readonly rows: number[] }[];
}

const LIMIT = 1e-4;

/** A SAT folder with goldens: prepared image, features, embeddings and blended probabilities, to 1e-4 of the reference's largest value. */
export async function checkSat(folder: string, model: string, say: Say): Promise<void> {
  const bytes = (name: string) => new Uint8Array(readFileSync(join(folder, name)));
  const floats = (name: string) => new Float32Array(bytes(`golden/${name}.f32`).buffer);
  const golden = JSON.parse(readFileSync(join(folder, 'golden/golden.json'), 'utf8')) as Golden;
  const settings = satSettings(parseManifest(readFileSync(join(folder, 'manifest.json'), 'utf8'), model));
  const { dimension } = JSON.parse(readFileSync(join(folder, 'vocabulary.json'), 'utf8')) as { dimension: number };
  const allVectors = new Float32Array(bytes('vectors.bin').buffer);
  const source = sourceGrid(golden);
  const grid = canonicalGrid(source);
  const data = toCanonicalOrder(new Int16Array(bytes('golden/image.i16').buffer), source);
  const rewritten = await rewriteForWebgpu(bytes('vision.onnx'), { name: model, inputs: { image: [1, 1, ...settings.patchSize] }, splitAboveBytes: 0 });
  if (rewritten.state === 'failed') throw new Error(faultSentence(rewritten.fault));
  const { convTransposes, splitConcats } = rewritten.value.report;
  say(model, 'ConvTranspose nodes rewritten', convTransposes.length, 1, convTransposes.length >= 1, 'wasm');
  say(model, 'Concat nodes split', splitConcats.length, 1, splitConcats.length >= 1, 'wasm');
  const within = (check: string, value: number, on: string) => say(model, `${check}, relative difference`, value, LIMIT, value <= LIMIT, on);
  const runtimes: (readonly [string, Session, Session])[] = [
    ['onnxruntime-node', await nodeSession(bytes('vision.onnx')), await nodeSession(bytes('query.onnx'))],
    ['wasm, rewritten graph', await wasmSession(rewritten.value.bytes), await wasmSession(bytes('query.onnx'))],
  ];
  for (const { modality, rows } of golden.runs) {
    const prepared = satPrepared({ dims: grid.dims, spacingMm: spacingMm(grid), data, modality }, settings);
    within(`${modality} prepared image`, relativeError(prepared.image.data, floats(`${modality}-prepared`)), 'node');
    const vectors = Float32Array.from(rows.flatMap((row) => [...allVectors.subarray(row * dimension, (row + 1) * dimension)]));
    for (const [on, vision, query] of runtimes) {
      const blend = makeBlend(prepared.image.shape, rows.length, settings.patchSize, settings.gaussianSigma);
      for (const [at, patch] of patchesOf(prepared, settings).entries()) {
        const features = await patchFeatures(vision, prepared, patch, settings);
        const embeddings = await maskEmbeddings(query, features, vectors, rows.length);
        if (at === 0 && modality === golden.runs[0].modality) {
          within('features', relativeError(features.perPixel.data as Float32Array, floats('per_pixel')), on);
          within('tokens', relativeError(features.tokens.data as Float32Array, floats('tokens')), on);
          within('mask embeddings', relativeError(embeddings, floats('mask_embed')), on);
        }
        addPatch(blend, patch, features.perPixel.data as Float32Array, embeddings);
      }
      const got = rows.flatMap((_, of) => [...probabilities(blend, of)]);
      within(`${modality} blended probabilities`, relativeError(got, floats(`${modality}-probabilities`)), on);
    }
  }
  for (const [, vision, query] of runtimes) await Promise.all([vision.release(), query.release()]);
}
