/**
 * npm run verify:volumetric -- [--models DIR] [--brain DIR --t1 FILE] [--device wasm|webgpu] [--json FILE]
 * nnU-Net and SAT folders with goldens against the models' own code, on onnxruntime-node and on the WebAssembly build
 * with the graph rewritten for WebGPU; then the brain networks of ../shared on their T1 volume, the same label map on
 * both. With --device the folders run through the product's engine in Chromium instead, and on WebGPU every step of the
 * rewritten network must be placed there.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
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
import { sharedPath } from '../house/shared.ts';
import { checkBrain } from './volumetric/brain.ts';
import { checkInBrowser } from './volumetric/browser.ts';
import type { Say } from './volumetric/checks.ts';
import { labelDice } from './volumetric/checks.ts';
import { checkSat } from './volumetric/sat.ts';
import { wasmSession } from './volumetric/wasmSession.ts';

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
const say: Say = (model, check, value, limit, holds, on) => { rows.push({ model, check, value, limit, holds, device: on }); };

const models = readdirSync(folder).filter((model) => !model.startsWith('promptable-') && existsSync(join(folder, model, 'golden/golden.json')));
const device = options.text('device');
if (device === 'wasm' || device === 'webgpu') await checkInBrowser(folder, models, device, say);
else {
  for (const model of models) await (existsSync(join(folder, model, 'plans.json')) ? checkNnunet(model) : checkSat(join(folder, model), model, say));
  await checkBrain(options.text('brain') ?? sharedPath('models'), options.text('t1') ?? sharedPath('data/brainchop/t1_crop.nii.gz'), say);
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
  const graphs = readdirSync(join(folder, model)).filter((name) => /^fold_\d+[.]onnx$/.test(name)).sort().map(bytes);
  const nodes = await Promise.all(graphs.map((it) => nodeSession(it)));
  for (const { file, mirrorAxes } of golden.runs) await checkLabels(model, plans, ready, nodes, bytes(`golden/${file}`), mirrorAxes, 'onnxruntime-node');
  for (const node of nodes) await node.release();
  const wasm: Session[] = [];
  for (const [fold, graph] of graphs.entries()) wasm.push(await wasmSession(await rewrittenGraph(`${model} fold ${fold}`, graph)));
  await checkLabels(model, plans, ready, wasm, bytes(`golden/${golden.runs[0].file}`), golden.runs[0].mirrorAxes, 'wasm, rewritten graph');
  for (const session of wasm) await session.release();
}

async function rewrittenGraph(model: string, graph: Uint8Array): Promise<Uint8Array> {
  const rewritten = await rewriteForWebgpu(graph, { name: model, splitAboveBytes: 0 });
  if (rewritten.state === 'failed') throw new Error(faultSentence(rewritten.fault));
  const { report } = rewritten.value;
  say(model, 'ConvTranspose nodes rewritten', report.convTransposes.length, 1, report.convTransposes.length >= 1, 'wasm');
  say(model, 'Concat nodes split', report.splitConcats.length, 1, report.splitConcats.length >= 1, 'wasm');
  return rewritten.value.bytes;
}

async function checkLabels(model: string, plans: NnunetPlans, ready: Prepared, folds: readonly Session[], want: Uint8Array, mirrorAxes: number[], on: string): Promise<void> {
  const started = performance.now();
  const got = await predictLabels(ready, folds, { step: 0.5, mirrorAxes, memoryBudgetBytes: 2 ** 31 }, async () => {});
  const seconds = (performance.now() - started) / 1000;
  const mirrored = mirrorAxes.length > 0 ? ', mirrored' : '';
  for (const { name, value } of plans.labels) {
    const agreement = labelDice(got.data, want, value);
    say(model, `Dice of ${name} against nnU-Net${mirrored} (${seconds.toFixed(1)} s)`, agreement, 0.9999, agreement >= 0.9999, on);
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
