/**
 * `npx tsx bench/volumetric.ts [--model DIR] [--threads N] [--tiles N]`: tiles per second of a whole-volume network on the
 * WebAssembly build that browsers run, against onnxruntime-node on the same graph, tiles and threads, by turns; and what
 * the recipe round it costs (preparing, blending, resampling), with the bytes that a prediction holds at its peak.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeSession } from '#cli/nodeSession.ts';
import { parsePlans } from '#core/models/nnunet/plans.ts';
import { beginPrediction, continuePrediction } from '#core/models/nnunet/predict.ts';
import { prepared } from '#core/models/nnunet/prepare.ts';
import { memoryOf } from '#core/models/onnx/networkMemory.ts';
import type { Session } from '#core/models/session.ts';
import { spacingMm } from '#core/volume/grid.ts';
import { makePhantom } from '#demo/phantom.ts';
import { printTable, readOptions } from '../tools/verify/report.ts';
import { wasmSession } from '../tools/verify/volumetric/wasmSession.ts';

const options = readOptions();
const folder = options.text('model') ?? join(import.meta.dirname, '../public/models/iso-net');
const threads = options.number('threads', 1);
const tiles = options.number('tiles', 8);

const json = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));
const plans = parsePlans(json('plans.json'), json('dataset.json'), '3d_fullres');
const graph = new Uint8Array(readFileSync(join(folder, 'fold_0.onnx')));
const { image } = makePhantom({ seed: 7, sex: 'female', ageYears: 54, bmi: 25, modality: 'CT', site: 'A' });
const [nx, ny, nz] = image.grid.dims;
const [sx, sy, sz] = spacingMm(image.grid);
const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1];
const timed = async <T>(work: () => T | Promise<T>): Promise<readonly [T, number]> => {
  const from = performance.now();
  const value = await work();
  return [value, performance.now() - from];
};

const [ready, prepareMs] = await timed(() => prepared({ channels: [{ shape: [nz, ny, nx], data: Float32Array.from(image.data) }], spacingMm: [sz, sy, sx] }, plans));
const voxels = plans.channels.length * plans.patchSize.reduce((a, b) => a * b, 1);
const feeds = { image: { type: 'float32', dims: [1, plans.channels.length, ...plans.patchSize], data: Float32Array.from({ length: voxels }, (_, at) => Math.sin(at / 9)) } } as const;
const sessions = { wasm: await wasmSession(graph, threads), node: await nodeSession(graph, { threads }) };
const ms: Record<keyof typeof sessions, number[]> = { wasm: [], node: [] };
for (let n = 0; n <= tiles; n++) {
  for (const name of ['wasm', 'node'] as const) {
    const [, took] = await timed(() => sessions[name].run(feeds));
    if (n > 0) ms[name].push(took);
  }
}
const [wasm, node] = [median(ms.wasm), median(ms.node)];

let inNetwork = 0;
const counted: Session = {
  ...sessions.wasm,
  async run(given) {
    const [answer, took] = await timed(() => sessions.wasm.run(given));
    inNetwork += took;
    return answer;
  },
};
const ask = { step: 0.5, mirrorAxes: [], memoryBudgetBytes: 2 ** 30 };
const state = beginPrediction(ready, 1, ask);
let runs = 0;
const [, predictMs] = await timed(() => continuePrediction(state, ready, [counted], ask, async (done) => { runs = done; }));
const { peakActivationBytes, weightBytes } = memoryOf(graph, 'fold_0.onnx', { image: feeds.image.dims });
const mebibytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
printTable([
  { what: `tiles per second, wasm, ${threads} threads (median of ${tiles})`, value: (1000 / wasm).toFixed(2) },
  { what: `tiles per second, onnxruntime-node, ${threads} threads`, value: (1000 / node).toFixed(2) },
  { what: 'ratio of wasm to onnxruntime-node', value: (node / wasm).toFixed(3) },
  { what: `a phantom of ${nx} × ${ny} × ${nz}: ${runs} tiles, all in all`, value: `${((prepareMs + predictMs) / 1000).toFixed(2)} s` },
  { what: 'of that the recipe round the network', value: `${((prepareMs + predictMs - inNetwork) / 1000).toFixed(2)} s` },
  { what: 'held by the prediction at its peak', value: mebibytes(state.bytes) },
  { what: 'activations of the network at their peak, by its sizes', value: mebibytes(peakActivationBytes) },
  { what: 'weights of the network', value: mebibytes(weightBytes) },
  { what: 'resident memory of this process, both runtimes in it', value: mebibytes(process.memoryUsage.rss()) },
], ['what', 'value']);
await Promise.all([sessions.wasm.release(), sessions.node.release()]);
