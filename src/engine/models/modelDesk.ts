import { FaultError } from '#core/faults.ts';
import type { EmbeddingCache } from '#core/embeddings/embeddingCache.ts';
import { makeEmbeddingCache } from '#core/embeddings/embeddingCache.ts';
import { embeddingKey } from '#core/embeddings/embeddingKey.ts';
import type { Embedding, IntensityWindow } from '#core/models/promptable.ts';
import type { SliceImage } from '#core/volume/slice.ts';
import type { Families } from '#engine/models/families.ts';
import type { LoadedModel } from '#engine/models/loadedModel.ts';
import { createModel, warmUp } from '#engine/models/loadedModel.ts';
import { readModelFiles } from '#engine/models/modelFiles.ts';
import type { RunQueue } from '#engine/models/runQueue.ts';
import { makeRunQueue } from '#engine/models/runQueue.ts';
import type { Runtime } from '#engine/models/runtime.ts';
import type { Desk } from '#engine/protocol/serve.ts';
import type { EncodeRequest, EngineStats, LoadProgress, ModelReport, ModelSource, SegmentReply, SegmentRequest } from '#engine/protocol/modelCalls.ts';

interface Kept {
  readonly modelId: string;
  readonly volumeKey: string;
  readonly embedding: Embedding;
}

/** The models of one worker: what is loaded, what is encoded, and one thing running at a time. */
export interface ModelDesk {
  load(runtime: Runtime, source: ModelSource, desk: Desk<LoadProgress>): Promise<ModelReport>;
  release(modelId: string): Promise<null>;
  segment(request: SegmentRequest, desk: Desk<never>): Promise<SegmentReply>;
  encode(request: EncodeRequest, desk: Desk<never>): Promise<{ readonly embedding: 'computed' | 'cached' }>;
  stats(): EngineStats;
  forgetVolume(volumeKey: string): null;
}

export function makeModelDesk(families: Families, budgetBytes: number): ModelDesk {
  const queue: RunQueue = makeRunQueue();
  const models = new Map<string, LoadedModel>();
  const cache: EmbeddingCache<Kept> = makeEmbeddingCache(budgetBytes);
  const counts = { encoderRuns: 0, decoderRuns: 0, cacheHits: 0, cacheMisses: 0 };

  const loaded = (modelId: string) => {
    const it = models.get(modelId);
    if (!it) throw new FaultError('model-not-loaded', { where: modelId, came: [...models.keys()].join(', ') || 'no model' });
    return it;
  };

  /** The slice's embedding, from the cache or from the encoder. */
  const embed = async (it: LoadedModel, volumeKey: string, slice: SliceImage, window: IntensityWindow) => {
    const { id: modelId, precision, graphs } = it.manifest;
    const { plane, index } = slice;
    const key = embeddingKey({ encoderSha256: graphs.encoder.sha256, precision, volumeKey, plane, index, window, crop: 'full' });
    const kept = cache.get(key);
    if (kept) {
      counts.cacheHits++;
      return { embedding: kept.embedding, origin: 'cached' as const, encodeMs: 0 };
    }
    counts.cacheMisses++;
    counts.encoderRuns++;
    const startedAt = performance.now();
    const embedding = await it.model.encode(it.encoder, slice, window);
    const bytes = Object.values(embedding.tensors).reduce((sum, { data }) => sum + data.byteLength, 0);
    cache.put(key, { modelId, volumeKey, embedding }, bytes);
    return { embedding, origin: 'computed' as const, encodeMs: performance.now() - startedAt };
  };

  const release = async (modelId: string) => {
    const it = models.get(modelId);
    models.delete(modelId);
    cache.deleteWhere((_, kept) => kept.modelId === modelId);
    await it?.encoder.release();
    await it?.decoder.release();
  };

  return {
    async load(runtime, source, { signal, progress }) {
      const startedAt = performance.now();
      const files = await readModelFiles(source, signal, progress);
      const downloadMs = performance.now() - startedAt;
      const totalBytes = Object.values(files.manifest.graphs).reduce((sum, { bytes }) => sum + bytes, 0);
      return queue.run('background', signal, async () => {
        progress({ stage: 'create', doneBytes: totalBytes, totalBytes });
        const createdFrom = performance.now();
        const it = await createModel(files, families, (bytes) => runtime.createSession(bytes));
        const createMs = performance.now() - createdFrom;
        progress({ stage: 'warm-up', doneBytes: totalBytes, totalBytes });
        const { id: modelId, family, name, precision } = it.manifest;
        const cold = await warmUp(it).catch(async (error: unknown) => {
          await it.encoder.release();
          await it.decoder.release();
          throw error;
        });
        await release(modelId);
        models.set(modelId, it);
        const { device } = runtime.report;
        return { modelId, family, name, precision, promptKinds: it.model.promptKinds, device, timings: { downloadMs, createMs, ...cold } };
      });
    },

    release: (modelId) => queue.run('background', new AbortController().signal, async () => {
      await release(modelId);
      return null;
    }),

    segment({ modelId, volumeKey, slice, window, prompts, previous, lane }, { signal, transfer }) {
      const askedAt = performance.now();
      return queue.run(lane, signal, async (wanted) => {
        const it = loaded(modelId);
        const queuedMs = performance.now() - askedAt;
        const { embedding, origin, encodeMs } = await embed(it, volumeKey, slice, window);
        wanted.throwIfAborted();
        const startedAt = performance.now();
        counts.decoderRuns++;
        const candidates = await it.model.decode(it.decoder, embedding, slice, prompts, previous);
        const decodeMs = performance.now() - startedAt;
        for (const { mask } of candidates) transfer(mask.data.buffer);
        return { candidates, timings: { embedding: origin, encodeMs, decodeMs, queuedMs } };
      });
    },

    encode: ({ modelId, volumeKey, slice, window }, { signal }) => queue.run('background', signal, async () => {
      const { origin } = await embed(loaded(modelId), volumeKey, slice, window);
      return { embedding: origin };
    }),

    stats: () => ({ ...counts, embeddings: { entries: cache.entries, bytes: cache.bytes, budgetBytes: cache.budgetBytes } }),

    forgetVolume(volumeKey) {
      cache.deleteWhere((_, kept) => kept.volumeKey === volumeKey);
      return null;
    },
  };
}
