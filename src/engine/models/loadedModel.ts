import { FaultError } from '#core/faults.ts';
import type { Loaded } from '#core/models/golden/parity.ts';
import type { GraphFile, ModelManifest } from '#core/models/manifest.ts';
import { checkGraphTensors, checkParts, graphOf, refuseVolumeInput } from '#core/models/manifest.ts';
import type { SlicePrompts } from '#core/models/promptable.ts';
import type { Session } from '#core/models/session.ts';
import type { SliceImage } from '#core/volume/slice.ts';
import type { Families } from '#engine/models/families.ts';
import type { ModelFiles, OutsideWeights, ReadBeside } from '#engine/models/modelFiles.ts';

/** A promptable model with its graphs on the device; encoder and decoder are the same where it has one. */
export interface LoadedModel extends Loaded {
  readonly manifest: ModelManifest;
  /** A file of the folder that the model came from, by its path there. */
  readonly beside: ReadBeside;
}

type CreateSession = (bytes: Uint8Array, weights: readonly OutsideWeights[], graph: GraphFile) => Promise<Session>;

/** Creates the sessions one after the other (onnxruntime starts only once). Leaves nothing behind when it fails. */
export async function createModel({ manifest, graphs, weights, beside }: ModelFiles, families: Families, createSession: CreateSession): Promise<LoadedModel> {
  if (!Object.hasOwn(families, manifest.family)) {
    throw new FaultError('model-family-unknown', { where: manifest.id, expected: Object.keys(families).join(', '), came: manifest.family });
  }
  const model = families[manifest.family](manifest);
  if (manifest.family === 'sam') {
    const encoder = graphOf(manifest, 'encoder');
    refuseVolumeInput(encoder);
    checkParts(encoder, graphOf(manifest, 'decoder'));
  }
  const made: Session[] = [];
  const session = async (role: string) => {
    const graph = graphOf(manifest, role);
    const bytes = graphs.get(role);
    if (!bytes) throw new FaultError('model-file-missing', { where: graph.file });
    const it = await createSession(bytes, weights.get(role) ?? [], graph).catch((error: unknown) => {
      if (error instanceof FaultError) throw error;
      throw new FaultError('onnx-unreadable', { where: graph.file, came: error instanceof Error ? error.message : String(error) });
    });
    made.push(it);
    checkGraphTensors(graph, it.inputs, it.outputs);
    return it;
  };
  try {
    const encoder = await session('encoder');
    return { manifest, beside, model, precision: manifest.precision, encoder, decoder: model.hasOneGraph ? encoder : await session('decoder') };
  } catch (error) {
    for (const it of made) await it.release();
    throw error;
  }
}

/** Lets a model's graphs go, once each. */
export async function releaseGraphs({ encoder, decoder }: Pick<LoadedModel, 'encoder' | 'decoder'>): Promise<void> {
  await encoder.release();
  if (decoder !== encoder) await decoder.release();
}

/** First runs compile pipelines: done on a ramp, so that no user waits for it. Also shows whether the device can run the graphs at all. */
export async function warmUp({ model, encoder, decoder }: LoadedModel): Promise<{ coldEncodeMs: number; coldDecodeMs: number }> {
  const size = 64;
  const slice: SliceImage = {
    plane: 'axial', index: 0, width: size, height: size, spacingMm: { u: 1, v: 1 },
    data: Float32Array.from({ length: size * size }, (_, at) => at % size),
  };
  const box = { uMin: 16, vMin: 16, uMax: 48, vMax: 48 };
  const point = { at: { u: 32, v: 32 }, polarity: 'positive' } as const;
  const prompts: SlicePrompts = model.promptKinds.includes('box') ? { points: [], scribbles: [], box } : { points: [point], scribbles: [] };
  const startedAt = performance.now();
  const embedding = await model.encode(encoder, slice, { low: 0, high: size });
  const encodedAt = performance.now();
  await model.decode(decoder, embedding, slice, prompts);
  return { coldEncodeMs: encodedAt - startedAt, coldDecodeMs: performance.now() - encodedAt };
}
