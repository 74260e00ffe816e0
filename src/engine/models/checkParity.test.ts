import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { FaultError } from '#core/faults.ts';
import type { PromptableModel } from '#core/models/promptable.ts';
import type { Session } from '#core/models/session.ts';
import { makeModelDesk } from '#engine/models/modelDesk.ts';
import type { Runtime } from '#engine/models/runtime.ts';
import type { ParityProgress } from '#engine/protocol/modelCalls.ts';

const session: Session = { inputs: [], outputs: [], run: () => Promise.resolve({}), release: () => Promise.resolve() };
const runtime: Runtime = { report: { device: 'wasm', waiting: null, threads: 1, onnxruntime: 'none', startMs: 0 }, createSession: () => Promise.resolve(session) };
const signal = new AbortController().signal;

/** Its embedding is the slice times `gain`; its mask is what lies above one half of that. */
function family(gain: number): PromptableModel {
  return {
    promptKinds: ['point-positive'],
    encode: (_, { data, width, height }) => Promise.resolve({ slice: { width, height }, tensors: { image_embeddings: { type: 'float32', dims: [data.length], data: data.map((it) => it * gain) } } }),
    decode: (_, { tensors }, { plane, index, width, height, spacingMm }) => {
      const memory = tensors['image_embeddings'];
      return Promise.resolve([{ mask: { plane, index, width, height, spacingMm, data: Uint8Array.from(memory.data as Float32Array, (it) => Number(it > 0.5)) }, memory }]);
    },
  };
}

const MAKER = { check: 'embedding, relative', value: 1e-6, limit: 1e-4, device: 'CPU', runtime: 'onnxruntime 1' };

function files(): File[] {
  const bytes = Uint8Array.of(1);
  const graph = { file: 'g.onnx', bytes: 1, sha256: createHash('sha256').update(bytes).digest('hex'), inputs: [], outputs: [] };
  const manifest = { format: 'isodice-model-1', id: 'fake', name: 'Fake', family: 'fake', precision: 'fp32', promptKinds: ['point-positive'], graphs: { encoder: graph, decoder: graph }, parity: [MAKER] };
  const slice = Float32Array.of(0, 1, 0.2, 0.9);
  const golden = { slice: { width: 2, height: 2 }, window: { low: 0, high: 1 }, pixels: false, versions: { torch: '2' }, runs: [{ name: 'click', clicks: [{ u: 1, v: 0, label: 1 }], box: null }] };
  return [
    new File([JSON.stringify(manifest)], 'manifest.json'), new File([bytes], 'g.onnx'), new File([JSON.stringify(golden)], 'golden.json'),
    ...['slice', 'embedding', 'click'].map((name) => new File([slice], `${name}.f32`)), new File([Float32Array.of(-1, 1, -1, 1)], 'click-slice.f32'),
  ];
}

async function checked(gain: number, given: readonly File[], progress: (it: ParityProgress) => void = () => undefined) {
  const desk = makeModelDesk({ fake: () => family(gain) }, 2 ** 20, null);
  await desk.load(runtime, { kind: 'files', files: given }, { signal, progress: () => undefined, transfer: () => undefined });
  return desk.checkParity('fake', { signal, progress, transfer: () => undefined });
}

test('a model that answers as recorded agrees, figure by figure, and says against what and how fast', async () => {
  const told: ParityProgress[] = [];
  const reply = await checked(1, files(), (it) => told.push(it));
  expect(reply.figures.map(({ check, holds }) => [check, holds])).toEqual([['embedding, cosine', true], ['embedding, relative', true], ['logits of click, relative', true], ['mask of click, IoU', true]]);
  expect(reply).toMatchObject({ maker: [MAKER], reference: { torch: '2' }, warm: { repeats: 5 } });
  expect(told.at(-1)).toEqual({ done: 4, total: 5 });
});

test('a device that computes something else is told from rounding by the figure that says so', async () => {
  const { figures } = await checked(0.54, files());
  // The direction is right and the size is not: the cosine cannot see it, the relative error and the mask can.
  expect(figures.filter(({ holds }) => !holds).map(({ check }) => check)).toEqual(['embedding, relative', 'logits of click, relative', 'mask of click, IoU']);
});

test('a model without recorded answers, and one whose answers are cut short, are named faults', async () => {
  const code = (given: readonly File[]) => checked(1, given).then(() => 'none', (error: unknown) => (error instanceof FaultError ? error.fault.code : 'internal'));
  expect(await code(files().filter(({ name }) => name !== 'golden.json'))).toBe('golden-missing');
  expect(await code(files().map((it) => (it.name === 'slice.f32' ? new File([new Float32Array(3)], it.name) : it)))).toBe('golden-unreadable');
  expect(await code(files().filter(({ name }) => name !== 'embedding.f32'))).toBe('model-file-missing');
});
