import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { nodeSession } from '#cli/nodeSession.ts';
import { FaultError } from '#core/faults.ts';
import { formatNifti } from '#core/formats/writeNifti.ts';
import type { Affine, Dims } from '#core/volume/grid.ts';
import { makeModelHost } from '#engine/client/modelHost.ts';
import { makeVolumeHost } from '#engine/client/volumeHost.ts';
import { makeVolumetricClient } from '#engine/client/volumetricClient.ts';
import { makeRunQueue } from '#engine/models/runQueue.ts';
import type { Runtime } from '#engine/models/runtime.ts';
import type { Outcome } from '#engine/protocol/call.ts';
import { makeLocalPorts } from '#engine/protocol/localPorts.ts';
import { probeCall, startCall } from '#engine/protocol/modelCalls.ts';
import { implement, serve } from '#engine/protocol/serve.ts';
import * as calls from '#engine/protocol/volumetricCalls.ts';
import { openVolumeCall } from '#engine/protocol/volumeCalls.ts';
import { makeVolumetricDesk } from '#engine/volumetric/volumetricDesk.ts';
import { volumeImplementations } from '#engine/volumes/volumeDesk.ts';

const MODELS = join(import.meta.dirname, '../../../tools/verify/models');

function value<T>(outcome: Outcome<T>): T {
  if (outcome.state === 'done') return outcome.value;
  throw new Error(JSON.stringify(outcome));
}

/** A model's files as a user chooses them; `replace` gives other contents, or leaves a file out. */
function folder(model: string, replace: Record<string, string | null> = {}): File[] {
  const names = readdirSync(join(MODELS, model)).filter((name) => name !== 'golden' && replace[name] !== null);
  return names.map((name) => new File([replace[name] ?? new Uint8Array(readFileSync(join(MODELS, model, name)))], name));
}

const json = (model: string, name: string) => JSON.parse(readFileSync(join(MODELS, model, name), 'utf8')) as Record<string, unknown>;

/** The whole way, with onnxruntime-node in place of the browser's: `fails` may lose the device at a run. */
function makeEngines(fails: (run: number) => boolean = () => false) {
  let runs = 0;
  let workers = 0;
  const runtime: Runtime = {
    report: { device: 'wasm', waiting: null, threads: 1, onnxruntime: 'none', startMs: 0 },
    async createSession(bytes) {
      const session = await nodeSession(bytes);
      return { ...session, run: (feeds) => (fails(runs++) ? Promise.reject(new FaultError('gpu-lost', { came: 'a test' })) : session.run(feeds)) };
    },
  };
  const models = makeModelHost({
    forced: 'wasm',
    spawn() {
      workers++;
      const desk = makeVolumetricDesk(makeRunQueue(), 2 ** 20);
      const { caller, worker } = makeLocalPorts();
      serve(worker, [
        implement(probeCall, () => ({ secureContext: true, crossOriginIsolated: true, cores: 2, jspi: true, gpu: { absent: 'a test' } })),
        implement(startCall, () => runtime.report),
        implement(calls.loadVolumetricCall, (ask, call) => desk.load(runtime, ask, call)),
        implement(calls.predictVolumeCall, (ask, call) => desk.predict(ask, call)),
        implement(calls.encodeVolumeCall, (ask, call) => desk.encode(ask, call)),
        implement(calls.queryVolumeCall, (ask, call) => desk.query(ask, call)),
        implement(calls.volumetricStatsCall, () => desk.stats()),
      ]);
      return caller;
    },
  });
  const volumes = makeVolumeHost(() => {
    const { caller, worker } = makeLocalPorts();
    serve(worker, volumeImplementations());
    return caller;
  });
  return { client: makeVolumetricClient(models, volumes, 'http://localhost/'), volumes, workers: () => workers };
}

async function openImage(volumes: ReturnType<typeof makeVolumeHost>, dims: Dims, affine: Affine, data: Int16Array, modality: 'CT' | 'MR') {
  const file = new File([formatNifti({ grid: { dims, affine }, data })], 'image.nii');
  return value(await volumes.ask(openVolumeCall, { source: { kind: 'file', file }, answers: { modality } }));
}

/** The golden image of an nnU-Net model, stored in the order of its array: x fastest, Right, Anterior, Superior. */
async function openGolden(volumes: ReturnType<typeof makeVolumeHost>, model: string) {
  const { shape, spacingMm } = json(model, 'golden/golden.json') as unknown as { shape: number[]; spacingMm: number[] };
  const [sz, sy, sx] = spacingMm;
  const image = new Int16Array(new Uint8Array(readFileSync(join(MODELS, model, 'golden/image.i16'))).buffer);
  return openImage(volumes, [shape[2], shape[1], shape[0]], [sx, 0, 0, 0, 0, sy, 0, 0, 0, 0, sz, 0, 0, 0, 0, 1], image, 'CT');
}

const ASK = { mirroring: 'off', memoryBudgetBytes: 2 ** 30 } as const;

function dice(got: ArrayLike<number>, want: ArrayLike<number>, label: number): number {
  let both = 0;
  let either = 0;
  for (let at = 0; at < want.length; at++) {
    both += 2 * Number(got[at] === label && want[at] === label);
    either += Number(got[at] === label) + Number(want[at] === label);
  }
  return both / either;
}

test('a zipped nnU-Net folder gives nnU-Net\'s own label map, tile by tile', async () => {
  const { client, volumes } = makeEngines();
  const files = Object.fromEntries(await Promise.all(folder('nnunet-ct-regions').map(async (file) => [`model/${file.name}`, new Uint8Array(await file.arrayBuffer())])));
  const report = value(await client.load({ source: { kind: 'files', files: [new File([zipSync(files)], 'model.zip')] } }));
  expect(report).toMatchObject({ family: 'nnunet', name: 'ct-regions', configuration: '3d_fullres', folds: 2, rewrites: null, classes: [{ name: 'whole', value: 1 }, { name: 'core', value: 2 }] });
  expect(report.memory.largestTensorBytes).toBe(16 * 24 ** 3 * 4);
  const { volumeId, volumeKey } = await openGolden(volumes, 'nnunet-ct-regions');
  const tiles: number[][] = [];
  const { modelId } = report;
  const answer = value(await client.predict({ modelId, volumeId, volumeKey, ...ASK }, { onProgress: (it) => { if (it.stage === 'tiles') tiles.push([it.done, it.of]); } }));
  expect(tiles.at(-1)).toEqual([tiles.length, tiles.length]);
  expect(value(await client.stats()).tileRuns).toBe(tiles.length);
  const want = readFileSync(join(MODELS, 'nnunet-ct-regions/golden/labels.u8'));
  for (const label of [1, 2]) expect(dice(answer.labels, want, label)).toBeGreaterThan(0.9999);
  expect(answer.notices.map(({ code }) => code)).toEqual(['volume-smaller-than-patch']);
  const core = value(await client.predict({ modelId, volumeId, volumeKey, ...ASK, wanted: [2] }));
  expect(core.heldBytes).toBeLessThan(answer.heldBytes);
  expect(dice(core.labels, want, 2)).toBeGreaterThan(0.9999);
});

test('a device lost amid the tiles: a fresh worker loads the model and goes on with the tiles that are left', async () => {
  let lost = 0;
  const { client, volumes, workers } = makeEngines((run) => run === 7 && lost++ === 0);
  const { modelId } = value(await client.load({ source: { kind: 'files', files: folder('nnunet-ct-isotropic') } }));
  const { volumeId, volumeKey } = await openGolden(volumes, 'nnunet-ct-isotropic');
  const done: number[] = [];
  const answer = value(await client.predict({ modelId, volumeId, volumeKey, ...ASK }, { onProgress: (it) => { if (it.stage === 'tiles') done.push(it.done); } }));
  expect([lost, workers()]).toEqual([1, 2]);
  expect(done).toEqual(done.map((_, at) => at + 1));
  const want = readFileSync(join(MODELS, 'nnunet-ct-isotropic/golden/labels.u8'));
  expect(dice(answer.labels, want, 1)).toBeGreaterThan(0.9999);
});

test('cancelling between tiles ends the call; the worker goes on to the next', async () => {
  const { client, volumes } = makeEngines();
  const { modelId } = value(await client.load({ source: { kind: 'files', files: folder('nnunet-ct-isotropic') } }));
  const { volumeId, volumeKey } = await openGolden(volumes, 'nnunet-ct-isotropic');
  const stop = new AbortController();
  const ask = { modelId, volumeId, volumeKey, ...ASK };
  expect(await client.predict(ask, { signal: stop.signal, onProgress: (it) => { if (it.stage === 'tiles' && it.done === 2) stop.abort(); } })).toEqual({ state: 'cancelled' });
  const { tileRuns } = value(await client.stats());
  expect(tileRuns).toBeLessThan(6);
});

const AFFINE = { straight: [1.5, 0, 0, -30, 0, 2, 0, 0, 0, 0, 3, 0, 0, 0, 0, 1], mirrored: [-1.5, 0, 0, 30, 0, 2, 0, 0, 0, 0, 3, 0, 0, 0, 0, 1] } as const;

test('SAT: the second prompt runs no backbone, and an image stored right to left is the same patient', async () => {
  const { client, volumes } = makeEngines();
  const report = value(await client.load({ source: { kind: 'files', files: folder('sat-tiny') } }));
  expect(report).toMatchObject({ family: 'sat', modelId: 'sat-tiny', experimental: null, sha256: { [Object.keys(report.sha256)[0]]: expect.stringMatching(/^[0-9a-f]{64}$/) as string } });
  const dims: Dims = [40, 24, 10];
  const at = (i: number, j: number, k: number) => i + 40 * (j + 24 * k);
  const image = Int16Array.from({ length: 9600 }, (_, n) => 400 - 20 * Math.abs((n % 40) - 28) + 9 * (Math.floor(n / 40) % 24));
  const mirrored = image.map((_, n) => image[at(39 - (n % 40), Math.floor(n / 40) % 24, Math.floor(n / 960))]);
  const straight = await openImage(volumes, dims, AFFINE.straight, image, 'CT');
  const ask = { modelId: report.modelId, volumeId: straight.volumeId, volumeKey: straight.volumeKey };
  const first = value(await client.segmentText({ ...ask, names: ['right kidney'] }));
  const { backboneRuns } = value(await client.stats());
  expect(backboneRuns).toBeGreaterThan(1);
  const second = value(await client.segmentText({ ...ask, names: ['spleen', 'liver'] }));
  expect(value(await client.stats())).toMatchObject({ backboneRuns });
  expect(second.classes).toEqual([{ name: 'spleen', value: 1 }, { name: 'liver', value: 2 }]);
  const other = await openImage(volumes, dims, AFFINE.mirrored, mirrored, 'CT');
  const flipped = value(await client.segmentText({ modelId: report.modelId, volumeId: other.volumeId, volumeKey: other.volumeKey, names: ['right kidney'] }));
  expect(new Set(first.labels).size).toBe(2);
  expect(flipped.labels).toEqual(first.labels);
  expect(await client.segmentText({ ...ask, names: ['pancreas'] })).toMatchObject({ state: 'failed', fault: { code: 'class-not-in-vocabulary', came: 'pancreas' } });
});

test('nnU-Net: a model that names its orientation is right on a file stored right to left; one that does not says so', async () => {
  const model = 'nnunet-ct-isotropic';
  const settings = { ...json(model, 'isodice.json'), orientation: 'RAS' };
  const { client, volumes } = makeEngines();
  const { modelId } = value(await client.load({ source: { kind: 'files', files: folder(model, { 'isodice.json': JSON.stringify(settings) }) } }));
  const straight = await openGolden(volumes, model);
  const [nx, ny, nz] = straight.grid.dims;
  const image = new Int16Array(new Uint8Array(readFileSync(join(MODELS, model, 'golden/image.i16'))).buffer);
  const turned = image.map((_, n) => image[n - (n % nx) + nx - 1 - (n % nx)]);
  const [sx, sy, sz] = straight.spacingMm;
  const mirrored = await openImage(volumes, [nx, ny, nz], [-sx, 0, 0, sx * (nx - 1), 0, sy, 0, 0, 0, 0, sz, 0, 0, 0, 0, 1], turned, 'CT');
  const named = value(await client.predict({ modelId, ...mirrored, ...ASK }));
  const want = readFileSync(join(MODELS, model, 'golden/labels.u8'));
  expect([dice(named.labels, want, 1) > 0.9999, named.notices]).toEqual([true, []]);
  value(await client.load({ source: { kind: 'files', files: folder(model) } }));
  const unnamed = value(await client.predict({ modelId, ...mirrored, ...ASK }));
  expect(unnamed.notices).toMatchObject([{ code: 'nnunet-orientation-unknown', came: 'LAS' }]);
});

const PLANS = json('nnunet-ct-isotropic', 'plans.json') as { configurations: Record<string, { patch_size: number[] }> };
const withConfiguration = (name: string, it: object) => JSON.stringify({ ...PLANS, configurations: { ...PLANS.configurations, [name]: it } });

test.each([
  ['a configuration that plans.json lacks', { configuration: '3d_lowres' }, {}, 'nnunet-configuration-missing'],
  ['a 2D configuration', { configuration: '2d' }, { 'plans.json': withConfiguration('2d', { inherits_from: '3d_fullres', patch_size: [64, 64], spacing: [1, 1] }) }, 'nnunet-unsupported'],
  ['a cascade', { configuration: 'cascade' }, { 'plans.json': withConfiguration('cascade', { inherits_from: '3d_fullres', previous_stage: '3d_lowres' }) }, 'nnunet-unsupported'],
  ['a configuration that was not exported', { configuration: '3d_lowres' }, { 'plans.json': withConfiguration('3d_lowres', { inherits_from: '3d_fullres' }) }, 'nnunet-not-exported'],
  ['a fold that is missing', { folds: [0, 3] }, {}, 'nnunet-fold-missing'],
  ['a fold whose file is missing', {}, { 'fold_0.onnx': null }, 'model-file-missing'],
  ['a fold that is another file', {}, { 'fold_0.onnx': 'something else' }, 'model-changed'],
  ['no dataset.json', {}, { 'dataset.json': null }, 'model-file-missing'],
  ['plans that are no JSON', {}, { 'plans.json': '{' }, 'manifest-unreadable'],
  ['another patch than the network\'s', {}, { 'plans.json': JSON.stringify({ ...PLANS, configurations: { '3d_fullres': { ...PLANS.configurations['3d_fullres'], patch_size: [8, 8, 8] } } }) }, 'model-tensors-differ'],
])('%s is refused by name', async (_, ask, replace, code) => {
  const { client } = makeEngines();
  expect(await client.load({ source: { kind: 'files', files: folder('nnunet-ct-isotropic', replace) }, ...ask })).toMatchObject({ state: 'failed', fault: { code } });
});

test('the report lists every configuration with the reason where it cannot be run', async () => {
  const { client } = makeEngines();
  const report = value(await client.load({ source: { kind: 'files', files: folder('nnunet-ct-isotropic', { 'plans.json': withConfiguration('2d', { inherits_from: '3d_fullres', patch_size: [64, 64], spacing: [1, 1] }) }) } }));
  expect(report.configurations).toMatchObject([{ name: '3d_fullres' }, { name: '2d', refusal: expect.stringContaining('3D') }]);
});
