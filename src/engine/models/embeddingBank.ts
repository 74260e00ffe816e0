import type { Fault } from '#core/faults.ts';
import { FaultError } from '#core/faults.ts';
import { formatEmbedding, parseEmbedding } from '#core/embeddings/embeddingFile.ts';
import type { EmbeddingIdentity } from '#core/embeddings/embeddingKey.ts';
import { embeddingKey } from '#core/embeddings/embeddingKey.ts';
import type { Embedding } from '#core/models/promptable.ts';
import type { BankFacts } from '#engine/protocol/modelCalls.ts';
import type { EmbeddingFiles } from '#storage/embeddingFiles.ts';

/** Embeddings that outlive the tab, in half precision. A bank that cannot be used says why and otherwise keeps out of the way. */
export interface EmbeddingBank {
  get(identity: EmbeddingIdentity): Promise<Embedding | null>;
  put(identity: EmbeddingIdentity, embedding: Embedding): Promise<void>;
  facts(): Promise<BankFacts>;
  clear(): Promise<void>;
  /** The files of an image's embeddings, each as `formatEmbedding` makes it. */
  exported(volumeKey: string): Promise<readonly File[]>;
  /** Takes embeddings of this image in. Throws FaultError embedding-unreadable or embedding-of-another, having taken none. */
  imported(volumeKey: string, files: readonly Uint8Array<ArrayBuffer>[]): Promise<number>;
}

export function makeEmbeddingBank(files: EmbeddingFiles): EmbeddingBank {
  let trouble: Fault | null = null;
  /** A segmentation must not fail because its embedding could not be kept; the fault is shown with the bank's facts. */
  const quietly = async <T>(work: Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      trouble = error.fault;
      return otherwise;
    }
  };
  return {
    async get(identity) {
      const bytes = await quietly(files.get(identity.volumeKey, embeddingKey(identity)), null);
      return bytes && quietly(Promise.resolve(bytes).then((it) => parseEmbedding(it).embedding), null);
    },
    put: (identity, embedding) => quietly(files.put(identity.volumeKey, embeddingKey(identity), formatEmbedding({ identity, embedding })), undefined),
    async facts() {
      const size = await quietly(files.size(), { entries: 0, bytes: 0, budgetBytes: 0 });
      return { ...size, trouble };
    },
    clear: () => files.clear(),
    exported: (volumeKey) => files.all(volumeKey),
    async imported(volumeKey, given) {
      const read = given.map((bytes) => ({ bytes, ...parseEmbedding(bytes) }));
      const stranger = read.find(({ identity }) => identity.volumeKey !== volumeKey);
      if (stranger) throw new FaultError('embedding-of-another', { expected: volumeKey, came: stranger.identity.volumeKey });
      for (const { bytes, identity } of read) await files.put(volumeKey, embeddingKey(identity), bytes);
      return read.length;
    },
  };
}
