/** npm run verify:volumetric -- [--models DIR] [--json FILE]: nnU-Net folders with goldens, against nnU-Net's own predictor. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as ort from 'onnxruntime-web';
import type { Session } from '#core/models/session.ts';
import { nodeSession } from '#cli/nodeSession.ts';
import { parsePlans } from '#core/models/nnunet/plans.ts';
import type { NnunetPlans } from '#core/models/nnunet/plans.ts';
import type { Prepared } from '#core/models/nnunet/prepare.ts';
import { predictLabels } from '#core/models/nnunet/predict.ts';
import { prepared } from '#core/models/nnunet/prepare.ts';
import { rewriteForWebgpu } from '#core/models/onnx/rewriteForWebgpu.ts';
import { faultSentence } from '#core/faults.ts';
import type { Row } from './report.ts';
import { conclude, printTable, readOptions } from './report.ts';

interface Golden {
  readonly shape: number[];
  readonly spacingMm: number[];
  readonly preprocessedShape: number[];
  readonly preprocessedTolerance: number;
  readonly runs: readonly { readonly file: string; readonly mirrorAxes: number[] }[];
}

const options = readOptions();
const folder = options.text('models') ?? join(import.meta.dirname, 'models');
const rows: Row[] = [];
const say = (model: string, check: string, value: number, limit: number, holds: boolean, device: string) => rows.push({ model, check, value, limit, holds, device });

for (const model of readdirSync(folder)) {
  if (existsSync(join(folder, model, 'plans.json')) && existsSync(join(folder, model, 'golden/golden.json'))) await checkNnunet(model);
}
printTable(rows, ['model', 'check', 'value', 'limit', 'holds', 'device']);
conclude(options, { command: 'verify:volumetric', rows, holds: rows.length > 0 && rows.every((row) => row['holds'] === true) });

async function checkNnunet(model: string): Promise<void> {
  const bytes = (path: string) => new Uint8Array(readFileSync(join(folder, model, path)));
  const json = (path: string): unknown => JSON.parse(readFileSync(join(folder, model, path), 'utf8'));
  const golden = json('golden/golden.json') as Golden;
  const plans = parsePlans(json('plans.json'), json('dataset.json'), '3d_fullres');
  const data = Float32Array.from(new Int16Array(bytes('golden/image.i16').buffer));
  const ready = prepared({ channels: [{ shape: golden.shape, data }], spacingMm: golden.spacingMm }, plans);
  const worst = worstDifference(ready, golden.preprocessedShape.slice(1), new Float32Array(bytes('golden/preprocessed.f32').buffer));
  say(model, 'preprocessed, largest difference', worst, golden.preprocessedTolerance, worst <= golden.preprocessedTolerance, 'node');
  const graph = bytes('fold_0.onnx');
  const node = await nodeSession(graph);
  for (const { file, mirrorAxes } of golden.runs) await checkLabels(model, plans, ready, node, bytes(`golden/${file}`), mirrorAxes, 'onnxruntime-node');
  await node.release();
  const rewritten = await rewriteForWebgpu(graph, { name: model, splitAboveBytes: 0 });
  if (rewritten.state === 'failed') throw new Error(faultSentence(rewritten.fault));
  const { report } = rewritten.value;
  say(model, 'ConvTranspose nodes rewritten', report.convTransposes.length, 1, report.convTransposes.length >= 1, 'wasm');
  say(model, 'Concat nodes split', report.splitConcats.length, 1, report.splitConcats.length >= 1, 'wasm');
  const wasm = await wasmSession(rewritten.value.bytes);
  await checkLabels(model, plans, ready, wasm, bytes(`golden/${golden.runs[0].file}`), golden.runs[0].mirrorAxes, 'wasm, rewritten graph');
  await wasm.release();
}

async function checkLabels(model: string, plans: NnunetPlans, ready: Prepared, session: Session, want: Uint8Array, mirrorAxes: number[], device: string): Promise<void> {
  const started = performance.now();
  const got = await predictLabels(ready, [session], { step: 0.5, mirrorAxes, memoryBudgetBytes: 2 ** 31 }, async () => {});
  const seconds = (performance.now() - started) / 1000;
  const mirrored = mirrorAxes.length > 0 ? ', mirrored' : '';
  for (const { name, value } of plans.labels) {
    let both = 0;
    let either = 0;
    for (let at = 0; at < want.length; at++) {
      both += got.data[at] === value && want[at] === value ? 2 : 0;
      either += Number(got.data[at] === value) + Number(want[at] === value);
    }
    say(model, `Dice of ${name} against nnU-Net${mirrored} (${seconds.toFixed(1)} s)`, both / either, 0.9999, both / either >= 0.9999, device);
  }
}

function worstDifference(ready: Prepared, shape: readonly number[], want: Float32Array): number {
  const { data, shape: padded } = ready.channels[0];
  const [a0, b0, c0] = ready.inside.map(([from]) => from);
  let worst = 0;
  for (let a = 0, at = 0; a < shape[0]; a++) for (let b = 0; b < shape[1]; b++) for (let c = 0; c < shape[2]; c++, at++) {
    worst = Math.max(worst, Math.abs(data[((a0 + a) * padded[1] + b0 + b) * padded[2] + c0 + c] - want[at]));
  }
  return worst;
}

/** The WebAssembly build that browsers run, here in Node. */
async function wasmSession(graph: Uint8Array): Promise<Session> {
  ort.env.wasm.numThreads = 1;
  const session = await ort.InferenceSession.create(graph, { executionProviders: ['wasm'] });
  const [input] = session.inputNames;
  const [output] = session.outputNames;
  return {
    inputs: [{ name: input, type: 'float32', dims: [] }],
    outputs: [{ name: output, type: 'float32', dims: [] }],
    async run(feeds) {
      const answers = await session.run({ [input]: new ort.Tensor('float32', feeds[input].data as Float32Array, feeds[input].dims) });
      return { [output]: { type: 'float32', dims: answers[output].dims, data: answers[output].data as Float32Array } };
    },
    release: () => session.release(),
  };
}
