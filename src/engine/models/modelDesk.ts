import { FaultError } from '#core/faults.ts';
import type { EmbeddingCache } from '#core/embeddings/embeddingCache.ts';
import { makeEmbeddingCache } from '#core/embeddings/embeddingCache.ts';
import { embeddingKey } from '#core/embeddings/embeddingKey.ts';
import { filesOf } from '#core/models/manifest.ts';
import type { Embedding } from '#core/models/promptable.ts';
import type { EmbeddingBank } from '#engine/models/embeddingBank.ts';
import { checkParity, goldenOf } from '#engine/models/checkParity.ts';
import type { Families } from '#engine/models/families.ts';
import type { LoadedModel } from '#engine/models/loadedModel.ts';
import { createModel, releaseGraphs, warmUp } from '#engine/models/loadedModel.ts';
import { readModelFiles } from '#engine/models/modelFiles.ts';
import type { RunQueue } from '#engine/models/runQueue.ts';
import { makeRunQueue } from '#engine/models/runQueue.ts';
import { offerOf, refuseUnfit } from '#engine/models/unfit.ts';
import type { Runtime } from '#engine/models/runtime.ts';
import type { Desk } from '#engine/protocol/serve.ts';
import type { EmbeddingOrigin, EncodeRequest, EngineStats, LoadProgress, ModelReport, ModelSource, ParityProgress, ParityReply, SegmentReply, SegmentRequest } from '#engine/protocol/modelCalls.ts';

interface Kept {
  readonly modelId: string;
  readonly volumeKey: string;
  readonly embedding: Embedding;
  /** Read from the bank, so in half precision. */
  readonly rounded: boolean;
}

/** The models of one worker: what is loaded, what is encoded, and one thing running at a time. */
export interface ModelDesk {
  load(runtime: Runtime, source: ModelSource, desk: Desk<LoadProgress>): Promise<ModelReport>;
  release(modelId: string): Promise<null>;
  segment(request: SegmentRequest, desk: Desk<never>): Promise<SegmentReply>;
  /** Compares a loaded model with its golden; gives way to clicks between figures. */
  checkParity(modelId: string, desk: Desk<ParityProgress>): Promise<ParityReply>;
  encode(request: EncodeRequest, desk: Desk<never>): Promise<{ readonly embedding: EmbeddingOrigin }>;
  stats(): Promise<EngineStats>;
  forgetVolume(volumeKey: string): null;
}

/** `bank` is null where embeddings are kept in memory only; the queue may be shared with other networks of the worker. */
export function makeModelDesk(families: Families, budgetBytes: number, bank: EmbeddingBank | null, queue: RunQueue = makeRunQueue()): ModelDesk {
  const models = new Map<string, LoadedModel>();
  const cache: EmbeddingCache<Kept> = makeEmbeddingCache(budgetBytes);
  const counts = { encoderRuns: 0, decoderRuns: 0, cacheHits: 0, cacheMisses: 0, bankHits: 0 };

  const loaded = (modelId: string) => {
    const it = models.get(modelId);
    if (!it) throw new FaultError('model-not-loaded', { where: modelId, came: [...models.keys()].join(', ') || 'no model' });
    return it;
  };

  /** The slice's embedding: from memory, else from the bank, else from the encoder. An exact one was never rounded. */
  const embed = async (it: LoadedModel, { volumeKey, slice, window, precision: wanted }: EncodeRequest) => {
    const { id: modelId, precision, graphs } = it.manifest;
    const { plane, index } = slice;
    const identity = { encoderSha256: graphs.encoder.sha256, precision, volumeKey, plane, index, window, crop: 'full' };
    const key = embeddingKey(identity);
    const kept = cache.get(key);
    if (kept && !(wanted === 'exact' && kept.rounded)) {
      counts.cacheHits++;
      return { embedding: kept.embedding, origin: 'cached' as const, encodeMs: 0 };
    }
    counts.cacheMisses++;
    const startedAt = performance.now();
    const keep = (embedding: Embedding, rounded: boolean) => {
      const bytes = Object.values(embedding.tensors).reduce((sum, { data }) => sum + data.byteLength, 0);
      cache.put(key, { modelId, volumeKey, embedding, rounded }, bytes);
    };
    const stored = wanted === 'exact' ? null : await bank?.get(identity);
    if (stored) {
      counts.bankHits++;
      keep(stored, true);
      return { embedding: stored, origin: 'stored' as const, encodeMs: performance.now() - startedAt };
    }
    counts.encoderRuns++;
    const embedding = await it.model.encode(it.encoder, slice, window);
    keep(embedding, false);
    // Written behind the answer: nobody waits for the disk.
    void bank?.put(identity, embedding);
    return { embedding, origin: 'computed' as const, encodeMs: performance.now() - startedAt };
  };

  const release = async (modelId: string) => {
    const it = models.get(modelId);
    models.delete(modelId);
    cache.deleteWhere((_, kept) => kept.modelId === modelId);
    if (it) await releaseGraphs(it);
  };

  return {
    async load(runtime, source, { signal, progress }) {
      const startedAt = performance.now();
      const files = await readModelFiles(source, signal, progress);
      const downloadMs = performance.now() - startedAt;
      const totalBytes = filesOf(files.manifest).reduce((sum, { bytes }) => sum + bytes, 0);
      return queue.run('background', signal, async () => {
        progress({ stage: 'create', doneBytes: totalBytes, totalBytes });
        const createdFrom = performance.now();
        const offer = await offerOf(runtime);
        const it = await createModel(files, families, (bytes, weights, graph) => {
          refuseUnfit(graph, files.manifest.precision, bytes, weights, offer);
          return runtime.createSession(bytes, 'any', weights);
        });
        const createMs = performance.now() - createdFrom;
        progress({ stage: 'warm-up', doneBytes: totalBytes, totalBytes });
        const { id: modelId, family, name, precision } = it.manifest;
        const cold = await warmUp(it).catch(async (error: unknown) => {
          await releaseGraphs(it);
          throw error;
        });
        await release(modelId);
        models.set(modelId, it);
        const { device } = runtime.report;
        const { promptKinds, refusedKinds = {}, emulatedKinds = {} } = it.model;
        const sha256 = Object.fromEntries(Object.entries(it.manifest.graphs).map(([role, graph]) => [role, graph.sha256]));
        return { modelId, family, name, precision, promptKinds, refusedKinds, emulatedKinds, device, sha256, timings: { downloadMs, createMs, ...cold } };
      });
    },

    release: (modelId) => queue.run('background', new AbortController().signal, async () => {
      await release(modelId);
      return null;
    }),

    segment({ prompts, previous, lane, ...request }, { signal, transfer }) {
      const askedAt = performance.now();
      return queue.run(lane, signal, async (wanted) => {
        const it = loaded(request.modelId);
        const queuedMs = performance.now() - askedAt;
        const { embedding, origin, encodeMs } = await embed(it, request);
        wanted.throwIfAborted();
        const startedAt = performance.now();
        counts.decoderRuns++;
        const candidates = await it.model.decode(it.decoder, embedding, request.slice, prompts, previous);
        const decodeMs = performance.now() - startedAt;
        for (const { mask } of candidates) transfer(mask.data.buffer);
        return { candidates, timings: { embedding: origin, encodeMs, decodeMs, queuedMs } };
      });
    },

    async checkParity(modelId, { signal, progress }) {
      const it = loaded(modelId);
      const golden = await goldenOf(it, signal);
      return checkParity(it, golden, (work) => queue.run('background', signal, () => {
        // It may have been released, or loaded anew, while the check gave way.
        if (models.get(modelId) !== it) throw new FaultError('model-not-loaded', { where: modelId, expected: 'the model that the check began with', came: 'another' });
        return work();
      }), progress);
    },

    encode: (request, { signal }) => queue.run('background', signal, async () => {
      const { origin } = await embed(loaded(request.modelId), request);
      return { embedding: origin };
    }),

    stats: async () => ({ ...counts, embeddings: { entries: cache.entries, bytes: cache.bytes, budgetBytes: cache.budgetBytes }, bank: (await bank?.facts()) ?? null }),

    forgetVolume(volumeKey) {
      cache.deleteWhere((_, kept) => kept.volumeKey === volumeKey);
      return null;
    },
  };
}
