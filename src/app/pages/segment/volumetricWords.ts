import { bytesWords } from '#core/num/bytesWords.ts';
import type { RewriteReport } from '#core/models/onnx/rewriteForWebgpu.ts';
import type { VolumetricTiming } from '#app/stores/volumetricStore.ts';
import type { VolumetricReport } from '#engine/protocol/volumetricCalls.ts';

/** What is to be known of a whole-volume model that is loaded, in sentences. */
export function volumetricWords(report: VolumetricReport): readonly string[] {
  const { patchSize, spacingMm, memory, limitBytes, device, folds } = report;
  const needed = device === 'webgpu' ? `largest tensor ${bytesWords(memory.largestTensorBytes)}` : `at least ${bytesWords(memory.peakActivationBytes + memory.weightBytes)} to run`;
  return [
    `Looks at ${patchSize.join(' × ')} voxels of ${spacingMm.map((mm) => Number(mm.toFixed(2))).join(' × ')} mm at a time${folds > 1 ? `; ${folds} folds are averaged` : ''}.`,
    rewriteWords(report.rewrites) + (device === 'webgpu' ? report.placement === 'device' ? ' Every step runs on the graphics device.' : ' Some steps run on the processor.' : ''),
    `Memory: ${needed}; this device takes ${bytesWords(limitBytes)}${device === 'webgpu' ? ' in one tensor' : ''}.`,
  ];
}

export function rewriteWords(rewrites: RewriteReport | null): string {
  if (rewrites === null) return 'The network runs as it is: WASM lacks nothing that it uses.';
  const { convTransposes, splitConcats, foldedChannels } = rewrites;
  const parts = [
    ...(convTransposes.length > 0 ? [`${count(convTransposes.length, 'transposed convolution')} as plain convolutions`] : []),
    ...(splitConcats.length > 0 ? [`${count(splitConcats.length, 'concatenation')} split`] : []),
    ...(foldedChannels > 1 ? [`${foldedChannels} equal input channels folded into one`] : []),
  ];
  return parts.length > 0 ? `Rewritten exactly for WebGPU: ${parts.join(', ')}.` : 'Nothing had to be rewritten for WebGPU.';
}

/** Why a smaller patch is an experiment, with what was measured of it. */
export function experimentalWords({ patchSize, experimental }: VolumetricReport): string | null {
  if (!experimental) return null;
  const { nativePatchSize, parity } = experimental;
  const measured = parity ? `mean Dice ${parity.diceMean.toFixed(3)} against ${parity.against} over ${count(parity.cases, 'case')}` : 'its agreement with the native patch has not been measured';
  return `Experimental: it looks at ${patchSize.join(' × ')} instead of the ${nativePatchSize.join(' × ')} voxels it was trained at; ${measured}.`;
}

export function timingWords({ model, seconds, heldBytes, backbone }: VolumetricTiming): string {
  const looked = backbone === null ? '' : backbone === 'run' ? ', the image read for the first time' : ', the image not read again';
  return `${model}: ${seconds.toFixed(1)} s${looked}; ${bytesWords(heldBytes)} held beside the network.`;
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}
