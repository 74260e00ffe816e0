import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { FaultError } from '#core/faults.ts';
import type { PromptableModel } from '#core/models/promptable.ts';
import type { Session } from '#core/models/session.ts';
import { makeRandom } from '#core/num/random.ts';
import type { SliceImage } from '#core/volume/slice.ts';
import { makeEmbeddingBank } from '#engine/models/embeddingBank.ts';
import { makeModelDesk } from '#engine/models/modelDesk.ts';
import type { Runtime } from '#engine/models/runtime.ts';
import type { EmbeddingFiles } from '#storage/embeddingFiles.ts';

const MIB = 2 ** 20;
const desk = { signal: new AbortController().signal, progress: () => undefined, transfer: () => undefined };
const WINDOW = { low: 0, high: 1 };

/** A family whose embedding is 4 MiB, as SAM's is, and whose mask says which embedding it was decoded from. */
const family: PromptableModel = {
  promptKinds: ['point-positive'],
  encode: (_, { width, height, index }) => Promise.resolve({ slice: { width, height }, tensors: { e: { type: 'float32', dims: [MIB], data: new Float32Array(MIB).fill(index + 1 / 3000) } } }),
  decode: (_, { tensors }, { plane, index, width, height, spacingMm }) => Promise.resolve([{
    mask: { plane, index, width, height, spacingMm, data: new Uint8Array(width * height) }, memory: { type: 'float32', dims: [1], data: Float32Array.of(Number(tensors['e'].data[0])) },
  }]),
};

function files(): File[] {
  const bytes = Uint8Array.of(1, 2, 3);
  const graph = { file: 'g.onnx', bytes: 3, sha256: createHash('sha256').update(bytes).digest('hex'), inputs: [], outputs: [] };
  const manifest = { format: 'isodice-model-1', id: 'fake', name: 'Fake', family: 'fake', precision: 'fp32', promptKinds: ['point-positive'], graphs: { encoder: graph, decoder: graph } };
  return [new File([JSON.stringify(manifest)], 'manifest.json'), new File([bytes], 'g.onnx')];
}

const session: Session = { inputs: [], outputs: [], run: () => Promise.resolve({}), release: () => Promise.resolve() };
const runtime: Runtime = { report: { device: 'wasm', waiting: null, threads: 1, onnxruntime: 'none', startMs: 0 }, createSession: () => Promise.resolve(session) };

function sliceAt(index: number): SliceImage {
  return { plane: 'axial', index, width: 4, height: 4, spacingMm: { u: 1, v: 1 }, data: new Float32Array(16) };
}

function makeFiles(): EmbeddingFiles & { readonly held: Map<string, Uint8Array<ArrayBuffer>> } {
  const held = new Map<string, Uint8Array<ArrayBuffer>>();
  return {
    held,
    get: (_, key) => Promise.resolve(held.get(key) ?? null),
    put: (_, key, bytes) => { held.set(key, bytes); return Promise.resolve(); },
    all: () => Promise.resolve([...held].map(([name, bytes]) => new File([bytes], `${name.length}.emb`))),
    clear: () => { held.clear(); return Promise.resolve(); },
    size: () => Promise.resolve({ entries: held.size, bytes: 0, budgetBytes: 0 }),
  };
}

async function loaded(budgetBytes: number, bank: EmbeddingFiles | null) {
  const it = makeModelDesk({ fake: () => family }, budgetBytes, bank && makeEmbeddingBank(bank));
  await it.load(runtime, { kind: 'files', files: files() }, desk);
  return it;
}

test('two hundred slices at random under 64 MB: none is encoded twice while it is kept, and the budget holds', async () => {
  const it = await loaded(64 * MIB, null);
  const random = makeRandom('visits');
  const recent: number[] = [];
  for (let visit = 0; visit < 200; visit++) {
    const index = Math.floor(random.uniform(0, 40));
    const { embedding } = await it.encode({ modelId: 'fake', volumeKey: 'v', slice: sliceAt(index), window: WINDOW }, desk);
    // Sixteen embeddings of 4 MiB fit, so the sixteen slices used last are those that are kept.
    expect(embedding).toBe(recent.includes(index) ? 'cached' : 'computed');
    recent.splice(0, recent.length, index, ...recent.filter((other) => other !== index).slice(0, 15));
    const { embeddings } = await it.stats();
    expect(embeddings.bytes).toBeLessThanOrEqual(64 * MIB);
  }
  const { encoderRuns, cacheHits } = await it.stats();
  expect(encoderRuns + cacheHits).toBe(200);
});

test('what memory let go comes from the bank in half precision, but never to a figure that must be exact', async () => {
  const bank = makeFiles();
  const ask = { modelId: 'fake', volumeKey: 'v', slice: sliceAt(5), window: WINDOW, prompts: { points: [], scribbles: [] }, lane: 'click' } as const;
  const first = await loaded(64 * MIB, bank);
  expect((await first.segment(ask, desk)).timings.embedding).toBe('computed');
  expect(bank.held.size).toBe(1);

  const second = await loaded(64 * MIB, bank);
  const stored = await second.segment(ask, desk);
  expect([stored.timings.embedding, stored.candidates[0].memory.data[0]]).toEqual(['stored', 5]);
  expect(await second.stats()).toMatchObject({ encoderRuns: 0, bankHits: 1 });

  const exact = await second.segment({ ...ask, precision: 'exact' }, desk);
  expect([exact.timings.embedding, exact.candidates[0].memory.data[0]]).toEqual(['computed', Math.fround(5 + 1 / 3000)]);
  expect((await second.segment({ ...ask, precision: 'exact' }, desk)).timings.embedding).toBe('cached');
});

test('a bank without room says so and stops nothing', async () => {
  const full = { ...makeFiles(), put: () => Promise.reject(new FaultError('storage-full')) };
  const it = await loaded(64 * MIB, full);
  expect((await it.encode({ modelId: 'fake', volumeKey: 'v', slice: sliceAt(1), window: WINDOW }, desk)).embedding).toBe('computed');
  expect((await it.stats()).bank?.trouble?.code).toBe('storage-full');
});
