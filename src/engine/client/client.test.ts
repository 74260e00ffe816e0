import { expect, test } from 'vitest';
import { fault, FaultError } from '#core/faults.ts';
import { formatNifti } from '#core/formats/writeNifti.ts';
import { makeFakeEngine } from '#engine/client/fakeEngine.ts';
import type { ModelHostOptions } from '#engine/client/modelHost.ts';
import { makeModelHost } from '#engine/client/modelHost.ts';
import { makeLocalPorts } from '#engine/protocol/localPorts.ts';
import type { Device, GpuProbe, Probe } from '#engine/protocol/modelCalls.ts';
import { loadModelCall, probeCall, startCall, statsCall } from '#engine/protocol/modelCalls.ts';
import { implement, serve } from '#engine/protocol/serve.ts';

const GPU: GpuProbe = { vendor: 'acme', architecture: 'rocket', description: '', fallback: false, features: [], limits: {} };
const STATS = { encoderRuns: 0, decoderRuns: 0, cacheHits: 0, cacheMisses: 0, embeddings: { entries: 0, bytes: 0, budgetBytes: 0 } };
const SOURCE = { kind: 'url', manifestUrl: 'http://localhost/m.json' } as const;

/** Model workers that behave as told; `log` says what each was asked, in order. */
function host({ gpu = GPU, starts = {}, runs = () => STATS, loads = () => undefined, ...options }: Partial<ModelHostOptions> & {
  gpu?: Probe['gpu']; starts?: Partial<Record<Device, () => void>>; runs?: (worker: number) => typeof STATS; loads?: (device: Device) => void;
}) {
  const log: string[] = [];
  let workers = 0;
  const it = makeModelHost({
    ...options,
    spawn() {
      const n = ++workers;
      let on: Device = 'wasm';
      const { caller, worker } = makeLocalPorts();
      serve(worker, [
        implement(probeCall, () => ({ secureContext: true, crossOriginIsolated: true, cores: 2, jspi: true, gpu })),
        implement(startCall, ({ device }) => {
          log.push(`${n} starts ${device}`);
          on = device;
          starts[device]?.();
          return { device, waiting: null, threads: 1, onnxruntime: 'none', startMs: 1 };
        }),
        implement(loadModelCall, () => {
          log.push(`${n} loads`);
          loads(on);
          return { modelId: 'm', family: 'f', name: 'M', precision: 'fp32', promptKinds: [], device: on, sha256: {}, timings: { downloadMs: 0, createMs: 0, coldEncodeMs: 0, coldDecodeMs: 0 } };
        }),
        implement(statsCall, () => runs(n)),
      ]);
      return { ...caller, terminate() { log.push(`${n} ends`); caller.terminate(); } };
    },
  });
  return { it, log };
}

test('a graphics card is taken first, and the screen is told', async () => {
  const { it, log } = host({});
  expect(await it.ready()).toMatchObject({ state: 'ready', runtime: { device: 'webgpu' }, attempts: [], reason: expect.stringContaining('fastest') });
  expect(log).toEqual(['1 starts webgpu']);
});

test('where WebGPU fails, WASM starts in a fresh worker with the reason', async () => {
  const { it, log } = host({ starts: { webgpu: () => { throw new FaultError('gpu-missing', { came: 'no adapter' }); } } });
  const choice = await it.ready();
  expect(choice).toMatchObject({ state: 'ready', runtime: { device: 'wasm' }, attempts: [{ device: 'webgpu', fault: { code: 'gpu-missing' } }] });
  expect(choice.reason).toContain('WebGPU gave way: This browser offers no WebGPU device. (no adapter)');
  expect(log).toEqual(['1 starts webgpu', '1 ends', '2 starts wasm']);
});

test('an emulated graphics card is left alone unless it is insisted on', async () => {
  const emulated = { ...GPU, fallback: true };
  expect(await host({ gpu: emulated }).it.ready()).toMatchObject({ runtime: { device: 'wasm' }, attempts: [{ fault: { code: 'gpu-emulated' } }] });
  expect(await host({ gpu: emulated, forced: 'webgpu' }).it.ready()).toMatchObject({ runtime: { device: 'webgpu' } });
});

test('no device at all is a failed choice, and calls end as failed', async () => {
  const broken = () => { throw new FaultError('runtime-failed'); };
  const { it } = host({ starts: { webgpu: broken, wasm: broken } });
  expect(await it.ready()).toMatchObject({ state: 'failed', attempts: [{ device: 'webgpu' }, { device: 'wasm' }] });
  expect(await it.ask(statsCall, null)).toEqual({ state: 'failed', fault: fault('runtime-failed') });
});

test('after a lost device the worker is made anew, its models come back and the call is repeated', async () => {
  const { it, log } = host({ runs: (worker) => { if (worker === 1) throw new FaultError('gpu-lost'); return STATS; } });
  const seen: string[] = [];
  it.onChoice(({ state }) => seen.push(state));
  await it.load(SOURCE);
  expect(await it.ask(statsCall, null)).toEqual({ state: 'done', value: STATS });
  expect(log).toEqual(['1 starts webgpu', '1 loads', '1 ends', '2 starts webgpu', '2 loads']);
  expect(seen).toEqual(['starting', 'ready', 'starting', 'ready']);
  expect(it.choice().reason).toContain('anew once');
});

test('lost twice, the graphics card gives way; the user is told of the loss', async () => {
  const { it, log } = host({ runs: () => { throw new FaultError('gpu-lost'); } });
  expect(await it.ask(statsCall, null)).toMatchObject({ state: 'failed', fault: { code: 'gpu-lost' } });
  expect(log.filter((line) => line.includes('starts'))).toEqual(['1 starts webgpu', '2 starts webgpu', '3 starts wasm']);
});

test('a model that WebGPU cannot run is loaded on WASM', async () => {
  const { it } = host({ loads: (device) => { if (device === 'webgpu') throw new FaultError('model-run-failed', { came: 'ConvTranspose' }); } });
  expect(await it.load(SOURCE)).toMatchObject({ state: 'done', value: { device: 'wasm' } });
  expect(it.choice().reason).toContain('ConvTranspose');
  const insisted = host({ forced: 'webgpu', loads: () => { throw new FaultError('model-run-failed'); } });
  expect(await insisted.it.load(SOURCE)).toMatchObject({ state: 'failed', fault: { code: 'model-run-failed' } });
});

test('work in steps goes on where it was: memory that ran out on WebGPU gives way to WASM, and what is asked there is asked anew', async () => {
  const { it, log } = host({ runs: (worker) => { if (worker === 1) throw new FaultError('device-out-of-memory'); return STATS; } });
  let asked = 0;
  expect(await it.askInSteps(statsCall, () => { asked += 1; return null; })).toEqual({ state: 'done', value: STATS });
  expect(asked).toBe(2);
  expect(log).toEqual(['1 starts webgpu', '1 ends', '2 starts wasm']);
  const insisted = host({ forced: 'webgpu', runs: () => { throw new FaultError('device-out-of-memory'); } });
  expect(await insisted.it.askInSteps(statsCall, () => null)).toMatchObject({ state: 'failed', fault: { code: 'device-out-of-memory' } });
});

test('cancelling while the device starts settles at once', async () => {
  const { it } = host({});
  const controller = new AbortController();
  const asked = it.ask(statsCall, null, { signal: controller.signal });
  controller.abort();
  expect(await asked).toEqual({ state: 'cancelled' });
});

test('a segmentation is asked for by place: the slice comes from the volume worker, the second click encodes nothing', async () => {
  const engine = makeFakeEngine();
  const bytes = formatNifti({ grid: { dims: [8, 6, 2], affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1] }, data: Int16Array.from({ length: 96 }, (_, at) => at) });
  const opened = await engine.openVolume({ source: { kind: 'file', file: new File([bytes], 'a.nii') } });
  if (opened.state !== 'done') throw new Error(JSON.stringify(opened));
  const { volumeId, volumeKey } = opened.value;
  const ask = {
    modelId: 'stand-in', volumeId, volumeKey, plane: 'axial', index: 1, window: { low: 0, high: 1 }, lane: 'click',
    prompts: { points: [], scribbles: [], box: { uMin: 1, vMin: 1, uMax: 3, vMax: 2 } },
  } as const;
  const first = await engine.segment(ask);
  expect(first.state === 'done' && [first.value.timings.embedding, first.value.candidates[0].mask.data.filter(Boolean).length]).toEqual(['computed', 6]);
  expect(await engine.segment(ask)).toMatchObject({ value: { timings: { embedding: 'cached' } } });
  expect(await engine.stats()).toMatchObject({ value: { encoderRuns: 1, decoderRuns: 2, cacheHits: 1 } });
  await engine.closeVolume(volumeId);
  expect(await engine.segment(ask)).toMatchObject({ state: 'failed', fault: { code: 'volume-not-open' } });
  engine.destroy();
});
