import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeSession } from '#cli/nodeSession.ts';
import { graphOf, parseManifest } from '#core/models/manifest.ts';
import type { Embedding } from '#core/models/promptable.ts';
import type { Tensor } from '#core/models/session.ts';
import type { SliceImage } from '#core/volume/slice.ts';
import { FAMILIES } from '#engine/models/families.ts';
import { emptyMask } from './segmenter.ts';
import type { Segmenter } from './segmenter.ts';

/** The model of a folder on onnxruntime-node, threads limited so that figures are comparable. */
export async function makeNodeSegmenter(folder: string, threads: number): Promise<Segmenter> {
  const manifest = parseManifest(readFileSync(join(folder, 'manifest.json'), 'utf8'), folder);
  const model = FAMILIES[manifest.family](manifest);
  const [encoder, decoder] = await Promise.all(['encoder', 'decoder'].map((role) => nodeSession(new Uint8Array(readFileSync(join(folder, graphOf(manifest, role).file))), { threads })));
  let at: { image: SliceImage; embedding: Embedding } | undefined;
  return {
    device: 'node',
    async open() { at = undefined; },
    async encode(image, window) {
      const began = performance.now();
      at = { image, embedding: await model.encode(encoder, image, window) };
      return performance.now() - began;
    },
    async answer(prompts, memory) {
      if (!at) throw new Error('encode a slice first');
      const began = performance.now();
      const [first] = await model.decode(decoder, at.embedding, at.image, prompts, memory as Tensor | undefined);
      return { mask: first?.mask ?? emptyMask(at.image), memory: first?.memory, decodeMs: performance.now() - began };
    },
    async close() { await Promise.all([encoder.release(), decoder.release()]); },
  };
}
