import { connect } from '#engine/protocol/connect.ts';
import { formatNifti } from '#core/formats/writeNifti.ts';
import { makeEngine } from '#engine/client.ts';
import { makeClient } from '#engine/client/makeClient.ts';
import { makeModelHost } from '#engine/client/modelHost.ts';
import { makeVolumeHost } from '#engine/client/volumeHost.ts';
import type { Device, Waiting } from '#engine/protocol/modelCalls.ts';
import type { BareRequest } from './bare.ts';
import { bareCall } from './bare.ts';
import { toyFiles } from './toyModel.ts';

declare global {
  interface Window { readonly enginePage: typeof page }
}

/** What tests and benchmarks drive from outside. */
const page = {
  makeEngine,
  toyFiles,
  /** 8 × 6 × 2 voxels of 1 mm. */
  tinyImage: () => new File([formatNifti({ grid: { dims: [8, 6, 2], affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1] }, data: Int16Array.from({ length: 96 }, (_, at) => at) })], 'tiny.nii'),
  /** The engine as the program has it, but for a model that is over in a moment. */
  makeToyEngine(device: Device, waiting?: Waiting) {
    const models = makeModelHost({ forced: device, waiting, spawn: () => new Worker(new URL('./toyModelWorker.ts', import.meta.url), { type: 'module', name: 'isodice-models' }) });
    const volumes = makeVolumeHost(() => new Worker(new URL('../../src/engine/volumeWorker.ts', import.meta.url), { type: 'module', name: 'isodice-volumes' }));
    return makeClient(models, volumes, document.baseURI);
  },
  /** What waiting for a graphics card costs by itself: the start, and the median of `count` runs that compute next to nothing. */
  async waits(waiting: Waiting, count: number) {
    const engine = page.makeToyEngine('webgpu', waiting);
    const model = await engine.loadModel({ kind: 'files', files: await toyFiles() });
    const volume = await engine.openVolume({ source: { kind: 'file', file: page.tinyImage() } });
    if (model.state !== 'done' || volume.state !== 'done') throw new Error(JSON.stringify([model, volume]));
    const { volumeId, volumeKey } = volume.value;
    const times: number[] = [];
    for (let n = 0; n <= count; n++) {
      const answer = await engine.segment({
        modelId: 'toy', volumeId, volumeKey, plane: 'axial', index: 0, window: { low: 0, high: 1 }, lane: 'click',
        prompts: { points: [{ at: { u: n % 8, v: 3 }, polarity: 'positive' }], scribbles: [] },
      });
      if (answer.state === 'done' && n > 0) times.push(answer.value.timings.decodeMs);
    }
    const { runtime } = await engine.device();
    engine.destroy();
    return { startMs: runtime?.startMs ?? Number.NaN, runMs: times.sort((a, b) => a - b)[times.length >> 1] };
  },
  async duel(request: Omit<BareRequest, 'manifestUrl'>) {
    const worker = new Worker(new URL('./bareWorker.ts', import.meta.url), { type: 'module', name: 'bare' });
    const manifestUrl = new URL('./models/iso-prompt/manifest.json', document.baseURI).href;
    const outcome = await connect(worker, 'bare').ask(bareCall, { ...request, manifestUrl });
    worker.terminate();
    return outcome;
  },
  /** Milliseconds from a click on the page to its candidates: the first on a slice of a phantom, and the median of `count` later ones. */
  async clicks(device: Device, count: number) {
    const engine = makeEngine({ device });
    const model = await engine.loadModel({ kind: 'url', manifestUrl: './models/iso-prompt/manifest.json' });
    const made = await engine.makePhantom({ seed: 1, sex: 'female', ageYears: 50, bmi: 25, modality: 'CT', site: 'A' });
    if (model.state !== 'done' || made.state !== 'done') throw new Error(JSON.stringify([model, made]));
    const { volumeId, volumeKey, grid } = made.value.volume;
    const times: number[] = [];
    for (let n = 0; n <= count; n++) {
      const from = performance.now();
      await engine.segment({
        modelId: model.value.modelId, volumeId, volumeKey, plane: 'axial', index: grid.dims[2] >> 1, window: { low: -160, high: 240 }, lane: 'click',
        prompts: { points: [{ at: { u: 40 + n, v: 50 }, polarity: 'positive' }], scribbles: [] },
      });
      times.push(performance.now() - from);
    }
    engine.destroy();
    const [first, ...later] = times;
    return { first, later: later.sort((a, b) => a - b)[later.length >> 1] };
  },
};

Object.assign(window, { enginePage: page });
