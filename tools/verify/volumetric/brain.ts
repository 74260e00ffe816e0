import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { nodeSession } from '#cli/nodeSession.ts';
import { faultSentence } from '#core/faults.ts';
import { readVolume } from '#core/formats/readVolume.ts';
import { cropped } from '#core/models/block.ts';
import type { Block } from '#core/models/block.ts';
import type { NnunetPlans } from '#core/models/nnunet/plans.ts';
import { predictLabels } from '#core/models/nnunet/predict.ts';
import { prepared } from '#core/models/nnunet/prepare.ts';
import { rewriteForWebgpu } from '#core/models/onnx/rewriteForWebgpu.ts';
import { toSourceOrder } from '#core/volume/canonical.ts';
import type { Say } from './checks.ts';
import { wasmSession } from './wasmSession.ts';

/** Real networks that nobody here made: their input is scaled to 0..1 in the file's own order. `side` is the cube that they see. */
const NETWORKS = [
  { file: 'niivue-onnx/meshnet5_gw_ae.onnx', classes: 3, side: 256 },
  { file: 'brainchop/model18cls.onnx', classes: 18, side: 96 },
  { file: 'brainchop/model30chan18cls.onnx', classes: 18, side: 96 },
] as const;

/** Both runtimes on the same tiles; the networks that take any size see the middle of the head only, to be done in a minute. */
export async function checkBrain(folder: string | undefined, t1: string | undefined, say: Say): Promise<void> {
  if (folder === undefined || t1 === undefined || !existsSync(t1)) {
    console.log('The brain networks and their T1 volume are not here; their check is left out.');
    return;
  }
  const read = await readVolume(new Uint8Array(readFileSync(t1)), t1, {});
  if (read.state === 'failed') throw new Error(faultSentence(read.fault));
  const { data, source } = read.value.volume;
  const [nx, ny, nz] = source.grid.dims;
  const whole: Block = { shape: [nz, ny, nx], data: Float32Array.from(toSourceOrder(data, source)) };
  for (const { file, classes, side } of NETWORKS) {
    const name = basename(file, '.onnx');
    const block = cropped(whole, whole.shape.map((n) => [Math.max(0, (n - side) >> 1), Math.min(n, ((n - side) >> 1) + side)] as const));
    const ready = prepared({ channels: [block], spacingMm: [1, 1, 1] }, brainPlans(classes, side));
    const graph = new Uint8Array(readFileSync(join(folder, file)));
    const rewritten = await rewriteForWebgpu(graph, { name, inputs: { input: [1, 1, side, side, side] }, splitAboveBytes: 2 ** 27 });
    if (rewritten.state === 'failed') throw new Error(faultSentence(rewritten.fault));
    const maps: Uint16Array[] = [];
    for (const make of [() => nodeSession(graph), () => wasmSession(rewritten.value.bytes)]) {
      const session = await make();
      maps.push((await predictLabels(ready, [session], { step: 1, mirrorAxes: [], memoryBudgetBytes: 2 ** 32 }, async () => {})).data);
      await session.release();
    }
    const [node, wasm] = maps;
    const share = node.reduce((sum, value, at) => sum + Number(value === wasm[at]), 0) / node.length;
    say(name, `voxels of the ${side}³ label map equal to onnxruntime-node's (${new Set(node).size} classes occur)`, share, 0.99999, share >= 0.99999 && new Set(node).size > 1, 'wasm');
  }
}

/** What an nnU-Net folder of such a network would say. */
function brainPlans(classes: number, side: number): NnunetPlans {
  const rule = { order: 1, orderZ: 0, forceSeparateZ: false } as const;
  return {
    configuration: '3d_fullres', patchSize: [side, side, side], spacingMm: [1, 1, 1], transposeForward: [0, 1, 2], transposeBackward: [0, 1, 2], reader: 'SimpleITKIO',
    channels: [{ name: 'T1', normalisation: 'RescaleTo01Normalization', useMask: false, intensity: { mean: 0, std: 1, percentile_00_5: 0, percentile_99_5: 1 } }],
    dataRule: rule, logitRule: rule, heads: 'classes', headValues: Array.from({ length: classes }, (_, at) => at),
    labels: Array.from({ length: classes - 1 }, (_, at) => ({ name: `class ${at + 1}`, value: at + 1 })),
  };
}
