import { expect, test } from 'vitest';
import { makeEmbeddingCache } from '#core/embeddings/embeddingCache.ts';
import type { EmbeddingIdentity } from '#core/embeddings/embeddingKey.ts';
import { embeddingKey } from '#core/embeddings/embeddingKey.ts';

test('the least recently used goes first, and bytes add up', () => {
  const cache = makeEmbeddingCache<string>(10);
  cache.put('a', 'A', 4);
  cache.put('b', 'B', 4);
  expect(cache.get('a')).toBe('A');
  cache.put('c', 'C', 4);
  expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual(['A', undefined, 'C']);
  expect([cache.entries, cache.bytes]).toEqual([2, 8]);
});

test('putting a key again replaces it without counting twice', () => {
  const cache = makeEmbeddingCache<string>(10);
  cache.put('a', 'A', 4);
  cache.put('a', 'AA', 6);
  expect([cache.get('a'), cache.bytes]).toEqual(['AA', 6]);
});

test('one entry above the budget is kept, alone', () => {
  const cache = makeEmbeddingCache<string>(10);
  cache.put('a', 'A', 4);
  cache.put('huge', 'H', 40);
  expect([cache.get('a'), cache.get('huge'), cache.bytes]).toEqual([undefined, 'H', 40]);
  cache.deleteWhere((key) => key === 'huge');
  expect(cache.bytes).toBe(0);
});

test('every part of an identity changes the key', () => {
  const base: EmbeddingIdentity = { encoderSha256: 'e', precision: 'fp32', volumeKey: 'v', plane: 'axial', index: 1, window: { low: -160, high: 240 }, crop: 'full' };
  const others: EmbeddingIdentity[] = [
    { ...base, encoderSha256: 'f' }, { ...base, precision: 'fp16' }, { ...base, volumeKey: 'v/axial' }, { ...base, plane: 'coronal' },
    { ...base, index: 11 }, { ...base, window: { low: -16, high: 240 } }, { ...base, window: { low: -160, high: 241 } }, { ...base, crop: '0,0,8,8' },
  ];
  expect(new Set([base, ...others].map(embeddingKey)).size).toBe(others.length + 1);
  expect(embeddingKey({ ...base })).toBe(embeddingKey(base));
});
