import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FaultError } from '#core/faults.ts';
import type { CaseAnswer, CaseRequest } from '#engine/protocol/caseCalls.ts';
import { evaluateCaseCall } from '#engine/protocol/caseCalls.ts';
import { makeLocalPorts } from '#engine/protocol/localPorts.ts';
import type { Device } from '#engine/protocol/modelCalls.ts';
import { loadModelCall, probeCall, startCall } from '#engine/protocol/modelCalls.ts';
import { implement, serve } from '#engine/protocol/serve.ts';
import { startEvaluators } from '#engine/runs/evaluators.ts';

const GPU = { vendor: 'acme', architecture: 'rocket', description: '', fallback: false, features: [], limits: {} };
const ANSWER: CaseAnswer = { organ: Uint8Array.of(0), step: Uint8Array.of(0), status: Uint8Array.of(0), columns: {}, notices: [], mask: null };
const REQUEST = { runId: 'r', model: { kind: 'url', manifestUrl: '' }, source: { kind: 'copy', cohortId: 'k' } } as const;

beforeEach(() => { vi.stubGlobal('navigator', { hardwareConcurrency: 2 }); });
afterEach(() => { vi.unstubAllGlobals(); });

/** A case worker that has a graphics device, and dies of every case on it. */
function dyingOnGpu() {
  let on: Device = 'wasm';
  const { caller, worker } = makeLocalPorts();
  serve(worker, [
    implement(probeCall, () => ({ secureContext: true, crossOriginIsolated: true, cores: 2, jspi: true, gpu: GPU })),
    implement(startCall, ({ device }) => ({ device: on = device, waiting: null, threads: 2, onnxruntime: '1.30.0', startMs: 1 })),
    implement(loadModelCall, () => ({ modelId: 'm', family: 'f', name: 'M', precision: 'fp32', promptKinds: [], device: on, sha256: { encoder: 'b2', decoder: 'a1' }, timings: { downloadMs: 0, createMs: 0, coldEncodeMs: 0, coldDecodeMs: 0 } })),
    implement(evaluateCaseCall, () => {
      if (on === 'webgpu') throw new FaultError('worker-failed');
      return ANSWER;
    }),
  ]);
  return caller;
}

test('an evaluator says what it computes on now: the graphics device, and WASM after that gave way', async () => {
  const { signal } = new AbortController();
  const { evaluators: [it], close } = await startEvaluators(dyingOnGpu, REQUEST, 1, signal);
  expect([it.runtime(), it.sha256]).toEqual([{ device: 'webgpu', onnxruntime: '1.30.0', threads: 2 }, ['a1', 'b2']]);
  await it.evaluate({} as CaseRequest, { signal });
  expect((await it.evaluate({} as CaseRequest, { signal })).state).toBe('done');
  expect(it.runtime().device).toBe('wasm');
  close();
});
