import { FaultError } from '#core/faults.ts';
import type { GraphFile, ModelManifest } from '#core/models/manifest.ts';
import { largestTensorBytes } from '#core/models/onnx/networkMemory.ts';
import type { OutsideWeights } from '#engine/models/modelFiles.ts';
import { probe } from '#engine/models/probe.ts';
import type { Runtime } from '#engine/models/runtime.ts';
import type { DeviceLimits } from '#engine/volumetric/network.ts';
import { deviceLimits, refuseTooLarge } from '#engine/volumetric/network.ts';

/** What a device offers to a graph. */
export interface Offer { readonly limits: DeviceLimits; readonly halfPrecision: 'offered' | 'missing' }

export async function offerOf(runtime: Pick<Runtime, 'report'>): Promise<Offer> {
  const limits = await deviceLimits(runtime);
  if (limits.device === 'wasm') return { limits, halfPrecision: 'offered' };
  const { gpu } = await probe();
  return { limits, halfPrecision: 'features' in gpu && gpu.features.includes('shader-f16') ? 'offered' : 'missing' };
}

/**
 * Refuses a graph that the device cannot run, before the runtime fails on it in its own words: half precision without
 * shader-f16 (FaultError 'model-half-precision'), or more bytes than it holds ('model-over-limits').
 */
export function refuseUnfit({ file, inputs }: GraphFile, precision: ModelManifest['precision'], bytes: Uint8Array, weights: readonly OutsideWeights[], { limits, halfPrecision }: Offer): void {
  const weightBytes = weights.reduce((sum, { data }) => sum + data.length, bytes.length);
  if (limits.device === 'wasm') return refuseTooLarge({ largestTensorBytes: 0, peakActivationBytes: 0, weightBytes }, limits, file);
  if (precision === 'fp16' && halfPrecision === 'missing') throw new FaultError('model-half-precision', { where: file, expected: 'shader-f16', came: `a graphics device without it, and ${inputs.map(({ name, type }) => `${name} ${type}`).join(', ')}` });
  refuseTooLarge({ largestTensorBytes: largestTensorBytes(bytes, file, precision), peakActivationBytes: 0, weightBytes }, limits, file);
}
