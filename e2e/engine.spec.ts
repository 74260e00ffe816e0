import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import type { Page, Worker } from '@playwright/test';
import { serveEnginePage } from '../bench/pages/enginePage.ts';
import type { Device } from '#engine/protocol/modelCalls.ts';
import { readLabelMap } from '#core/formats/readLabelMap.ts';
import { dice } from '#core/metrics/dice.ts';
import { maskOf } from '#core/volume/labelMap.ts';
import { sharedPath } from '../tools/house/shared.ts';

// The engine by itself, built and served under the program's own policy, once on each device.
let url = '';
let close: () => Promise<void> = () => Promise.resolve();
test.beforeAll(async () => {
  test.setTimeout(300_000);
  ({ url, close } = await serveEnginePage(5306));
});
test.afterAll(() => close());

const device = (): Device => (test.info().project.name === 'webgpu' ? 'webgpu' : 'wasm');

/** Counts what the model worker really sends to a graphics card, and keeps its device within reach: labels can lie. */
function watchGpu(page: Page): { dispatches(): Promise<number>; loseDevice(): Promise<void> } {
  const watched: Promise<Worker>[] = [];
  page.on('worker', (worker) => {
    if (!/model/i.test(worker.url())) return;
    watched.push(worker.evaluate(() => {
      Object.assign(self, { dispatches: 0 });
      if (!('GPUDevice' in self)) return;
      const { createCommandEncoder } = GPUDevice.prototype;
      GPUDevice.prototype.createCommandEncoder = function (...given) {
        Object.assign(self, { lastDevice: this });
        return createCommandEncoder.apply(this, given);
      };
      const { dispatchWorkgroups } = GPUComputePassEncoder.prototype;
      GPUComputePassEncoder.prototype.dispatchWorkgroups = function (...given) {
        Object.assign(self, { dispatches: (Reflect.get(self, 'dispatches') as number) + 1 });
        return dispatchWorkgroups.apply(this, given);
      };
    }).then(() => worker));
  });
  const last = async () => (await Promise.all(watched))[watched.length - 1];
  return {
    dispatches: async () => (await last()).evaluate(() => Reflect.get(self, 'dispatches') as number),
    loseDevice: async () => (await last()).evaluate(() => (Reflect.get(self, 'lastDevice') as GPUDevice).destroy()),
  };
}

/** A toy engine with its model and a small phantom-free image: 8 × 6 × 2 voxels of 1 mm. */
async function openToy(page: Page): Promise<void> {
  await page.goto(url);
  await page.evaluate(async (chosen) => {
    const engine = window.enginePage.makeToyEngine(chosen);
    const model = await engine.loadModel({ kind: 'files', files: await window.enginePage.toyFiles() });
    const volume = await engine.openVolume({ source: { kind: 'file', file: window.enginePage.tinyImage() } });
    if (model.state !== 'done' || volume.state !== 'done') throw new Error(JSON.stringify([model, volume]));
    const { volumeId, volumeKey } = volume.value;
    const click = (index: number, u: number, lane: 'click' | 'hover' = 'click') => engine.segment({
      modelId: 'toy', volumeId, volumeKey, plane: 'axial', index, window: { low: 0, high: 1 }, lane,
      prompts: { points: [{ at: { u, v: 3 }, polarity: 'positive' }], scribbles: [] },
    });
    Object.assign(window, { toy: { engine, click } });
  }, device());
}

interface Toy {
  readonly engine: ReturnType<Window['enginePage']['makeToyEngine']>;
  readonly click: (index: number, u: number, lane?: 'click' | 'hover') => ReturnType<Toy['engine']['segment']>;
}
declare global {
  interface Window { readonly toy: Toy }
}

test('the device that was asked for is the one that computes', async ({ page }) => {
  const gpu = watchGpu(page);
  await openToy(page);
  const choice = await page.evaluate(() => window.toy.engine.device());
  expect(choice).toMatchObject({ state: 'ready', runtime: { device: device() } });
  const before = await gpu.dispatches();
  const answer = await page.evaluate(() => window.toy.click(0, 5));
  expect(answer).toMatchObject({ state: 'done', value: { timings: { embedding: 'computed' } } });
  const ran = (await gpu.dispatches()) - before;
  // Two networks of a product and a rectifier each; onnxruntime may fuse them into one step.
  if (device() === 'webgpu') expect(ran).toBeGreaterThanOrEqual(2);
  else expect(ran).toBe(0);
});

test('the page is isolated, so that WASM has its threads', async ({ page }) => {
  await page.goto(url);
  const probe = await page.evaluate(() => window.enginePage.makeEngine({ device: 'wasm' }).probe());
  expect(probe).toMatchObject({ state: 'done', value: { secureContext: true, crossOriginIsolated: true, jspi: true } });
});

test('the second click on a slice runs no encoder, another slice does', async ({ page }) => {
  await openToy(page);
  const counted = await page.evaluate(async () => {
    const counts = [];
    for (const [index, u] of [[0, 5], [0, 6], [1, 5], [0, 5]] as const) {
      await window.toy.click(index, u);
      const stats = await window.toy.engine.stats();
      counts.push(stats.state === 'done' ? [stats.value.encoderRuns, stats.value.decoderRuns, stats.value.cacheHits] : stats);
    }
    return counts;
  });
  expect(counted).toEqual([[1, 1, 0], [1, 2, 1], [2, 3, 1], [2, 4, 2]]);
});

test('of many hovers the latest is answered and the others are cancelled; a click is answered all the same', async ({ page }) => {
  await openToy(page);
  const ends = await page.evaluate(async () => {
    await window.toy.click(0, 1);
    const hovers = Array.from({ length: 12 }, (_, n) => window.toy.click(0, n % 8, 'hover'));
    const click = window.toy.click(0, 7);
    const stats = await window.toy.engine.stats();
    const states = (await Promise.all([...hovers, click])).map(({ state }) => state);
    return { states, decoderRuns: stats.state === 'done' ? stats.value.decoderRuns : -1 };
  });
  expect(ends.states.at(-1)).toBe('done');
  expect(ends.states.at(-2)).toBe('done');
  expect(ends.states.slice(0, -2).filter((it) => it === 'cancelled').length).toBeGreaterThanOrEqual(10);
});

test('a model that is not what it says is a named fault, and what was loaded goes on working', async ({ page }) => {
  await openToy(page);
  const codes = await page.evaluate(async () => {
    const found: Record<string, string> = {};
    for (const spoilt of ['digest', 'network', 'tensors', 'family', 'missing', 'manifest'] as const) {
      const outcome = await window.toy.engine.loadModel({ kind: 'files', files: await window.enginePage.toyFiles(spoilt) });
      found[spoilt] = outcome.state === 'failed' ? outcome.fault.code : outcome.state;
    }
    const elsewhere = await window.toy.engine.loadModel({ kind: 'url', manifestUrl: './models/none/manifest.json' });
    found['address'] = elsewhere.state === 'failed' ? elsewhere.fault.code : elsewhere.state;
    return found;
  });
  expect(codes).toEqual({
    digest: 'model-changed', network: 'onnx-unreadable', tensors: 'model-tensors-differ', family: 'model-family-unknown',
    missing: 'model-file-missing', manifest: 'manifest-unreadable', address: expect.stringMatching(/^(file-unreachable|manifest-unreadable)$/),
  });
  expect(await page.evaluate(() => window.toy.click(0, 2))).toMatchObject({ state: 'done' });
});

test('a lost graphics device is started anew, its model comes back and the click is answered', async ({ page }) => {
  test.skip(device() !== 'webgpu', 'WASM has no device to lose');
  const gpu = watchGpu(page);
  await openToy(page);
  expect(await page.evaluate(() => window.toy.click(0, 1))).toMatchObject({ state: 'done' });
  await gpu.loseDevice();
  // What was in memory went with the device; what storage has by then need not be computed again.
  expect(await page.evaluate(() => window.toy.click(0, 2))).toMatchObject({ state: 'done', value: { timings: { embedding: expect.stringMatching(/^(computed|stored)$/) } } });
  const choice = await page.evaluate(() => window.toy.engine.device());
  expect(choice).toMatchObject({ state: 'ready', runtime: { device: 'webgpu' } });
  expect(choice.reason).toContain('started anew once');
});

test('a worker that dies is replaced, with its model', async ({ page }) => {
  await openToy(page);
  const model = page.workers().find((it) => /model/i.test(it.url()));
  await model?.evaluate(() => { setTimeout(() => { throw new Error('planted'); }); });
  expect(await page.evaluate(() => window.toy.click(0, 2))).toMatchObject({ state: 'done' });
  expect((await page.evaluate(() => window.toy.engine.device())).reason).toContain('started anew once');
});

test('the bundled model answers a box on the real CT, and the exported mask has the Dice that the engine tells', async ({ page }) => {
  test.skip(device() !== 'wasm', 'an emulated graphics card takes a minute for each network; the page of the program is tested on it');
  const scan = sharedPath('data/totalsegmentator/example_ct_sm.nii.gz');
  const masks = sharedPath('data/totalsegmentator/example_seg.nii.gz');
  test.skip(!scan || !masks, 'the shared scans are not here');
  await page.goto(url);
  const got = await page.evaluate(async () => {
    const engine = window.enginePage.makeEngine({ device: 'wasm' });
    const done = <T>(outcome: { state: string; value?: T }): T => {
      if (outcome.state !== 'done' || outcome.value === undefined) throw new Error(JSON.stringify(outcome));
      return outcome.value;
    };
    const { modelId } = done(await engine.loadModel({ kind: 'url', manifestUrl: './models/iso-prompt/manifest.json' }));
    const { volumeId, volumeKey, grid } = done(await engine.openVolume({ source: { kind: 'url', url: './shared/totalsegmentator/example_ct_sm.nii.gz' } }));
    done(await engine.openReference({ volumeId, sources: [{ kind: 'url', url: './shared/totalsegmentator/example_seg.nii.gz' }] }));
    const liver = { label: 5, referenceValues: [5] };
    const of = { volumeId, plane: 'axial', index: grid.dims[2] >> 1 } as const;
    const { width, data } = done(await engine.maskSlice({ ...of, layer: 'reference', organ: liver }));
    const box = { uMin: Infinity, vMin: Infinity, uMax: -Infinity, vMax: -Infinity };
    data.forEach((it, at) => {
      if (!it) return;
      const [u, v] = [at % width, Math.floor(at / width)];
      box.uMin = Math.min(box.uMin, u - 1);
      box.vMin = Math.min(box.vMin, v - 1);
      box.uMax = Math.max(box.uMax, u + 1);
      box.vMax = Math.max(box.vMax, v + 1);
    });
    const { candidates } = done(await engine.segment({ ...of, modelId, volumeKey, window: { low: -160, high: 240 }, lane: 'click', prompts: { points: [], scribbles: [], box } }));
    const slice = done(await engine.sliceDice({ ...of, organ: liver, mask: candidates[0].mask }));
    const { maskId } = done(await engine.keepMask(volumeId, candidates[0].mask));
    done(await engine.setAccepted(volumeId, [{ plane: of.plane, index: of.index, label: 5, maskId }]));
    const { accepted } = done(await engine.volumeDice(volumeId, liver));
    const bytes = done(await engine.exportMask(volumeId, [{ value: 5, name: 'liver' }]));
    return { slice: slice.dice, accepted: accepted?.dice ?? null, exported: [...bytes], index: of.index };
  });
  const read = async (bytes: Uint8Array, name: string) => {
    const result = await readLabelMap(bytes, name);
    if (result.state !== 'done') throw new Error(JSON.stringify(result.fault));
    return maskOf(result.value.labelMap, [5]);
  };
  const prediction = await read(Uint8Array.from(got.exported), 'export.nii.gz');
  const reference = await read(new Uint8Array(await readFile(masks ?? '')), 'reference.nii.gz');
  const [nx, ny] = reference.grid.dims;
  const [from, to] = [got.index * nx * ny, (got.index + 1) * nx * ny];
  const computed = dice(prediction.data.subarray(from, to), reference.data.subarray(from, to));
  expect(computed).not.toBeNull();
  expect(got.slice).toBeCloseTo(computed ?? Number.NaN, 6);
  expect(got.accepted).toBe(got.slice);
  expect(got.slice).toBeGreaterThan(0.5);
});
