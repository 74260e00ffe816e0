import { expect, test } from 'vitest';
import { formatEmbedding, parseEmbedding } from '#core/embeddings/embeddingFile.ts';
import type { StoredEmbedding } from '#core/embeddings/embeddingFile.ts';
import { FaultError } from '#core/faults.ts';

const stored: StoredEmbedding = {
  identity: { encoderSha256: 'e', precision: 'fp32', volumeKey: 'v', plane: 'axial', index: 3, window: { low: -160, high: 240 }, crop: 'full' },
  embedding: {
    slice: { width: 5, height: 4 },
    tensors: {
      image_embeddings: { type: 'float32', dims: [1, 2, 2], data: Float32Array.of(0.5, -1.25, 1000, 0.1) },
      half: { type: 'float16', dims: [2], data: Uint16Array.of(0x3c00, 0x7bff) },
      labels: { type: 'int64', dims: [1], data: BigInt64Array.of(-1n) },
    },
  },
};

test('an embedding comes back, its floats in half precision', () => {
  const back = parseEmbedding(formatEmbedding(stored));
  expect(back.identity).toEqual(stored.identity);
  expect(back.embedding.slice).toEqual({ width: 5, height: 4 });
  const { image_embeddings: floats, half, labels } = back.embedding.tensors;
  expect([...floats.data].slice(0, 3)).toEqual([0.5, -1.25, 1000]);
  expect(Math.abs(Number(floats.data[3]) - 0.1)).toBeLessThan(1e-4);
  expect([half, labels]).toEqual([stored.embedding.tensors['half'], stored.embedding.tensors['labels']]);
});

test('damaged files are named faults', () => {
  const bytes = formatEmbedding(stored);
  for (const damaged of [bytes.subarray(0, 3), bytes.subarray(0, 40), bytes.subarray(0, bytes.length - 1), Uint8Array.of(...bytes, 0), new Uint8Array(100), new TextEncoder().encode('{"format":"x"}')]) {
    expect(() => parseEmbedding(damaged)).toThrow(FaultError);
  }
});
