import { bytesWords } from '#core/num/bytesWords.ts';
import { FaultError, unwrap } from '#core/faults.ts';
import type { Session } from '#core/models/session.ts';
import type { NetworkMemory } from '#core/models/onnx/networkMemory.ts';
import { memoryOf } from '#core/models/onnx/networkMemory.ts';
import type { RewriteReport } from '#core/models/onnx/rewriteForWebgpu.ts';
import { rewriteForWebgpu } from '#core/models/onnx/rewriteForWebgpu.ts';
import type { InputShapes } from '#core/models/onnx/shapes.ts';
import { probe } from '#engine/models/probe.ts';
import type { Runtime } from '#engine/models/runtime.ts';

/** What a device takes; found out once, when a model is loaded. */
export interface DeviceLimits {
  readonly device: 'webgpu' | 'wasm';
  /** Most bytes of one tensor on WebGPU, of everything together on WASM. */
  readonly limitBytes: number;
}

/** A network on the device, and what was done to it and what it needs. */
export interface Network {
  readonly session: Session;
  readonly rewrites: RewriteReport | null;
  readonly memory: NetworkMemory;
  /** Whether every step runs on the device, or some on the processor. */
  readonly placement: 'device' | 'mixed';
}

/** WebAssembly addresses 4 GiB with 32 bits. */
const WASM_BYTES = 2 ** 32;
/** A concatenation from here on is worth splitting: the default size of a binding. */
const SPLIT_ABOVE_BYTES = 2 ** 27;

export async function deviceLimits({ report: { device } }: Pick<Runtime, 'report'>): Promise<DeviceLimits> {
  if (device === 'wasm') return { device, limitBytes: WASM_BYTES };
  const { gpu } = await probe();
  const limits = 'absent' in gpu ? {} : gpu.limits;
  return { device, limitBytes: Math.min(limits['maxBufferSize'] ?? Infinity, limits['maxStorageBufferBindingSize'] ?? Infinity) };
}

/**
 * Puts a graph on the device: rewritten where that is WebGPU, as it is on WASM. Throws FaultError 'model-over-limits'
 * where the device cannot hold it.
 */
export async function makeNetwork(runtime: Pick<Runtime, 'createSession'>, limits: DeviceLimits, bytes: Uint8Array, name: string, inputs: InputShapes): Promise<Network> {
  const rewritten = limits.device === 'webgpu' ? unwrap(await rewriteForWebgpu(bytes, { name, inputs, splitAboveBytes: Math.min(SPLIT_ABOVE_BYTES, limits.limitBytes) })) : null;
  const memory = rewritten?.memory ?? memoryOf(bytes, name, inputs);
  refuseTooLarge(memory, limits, name);
  const ready = rewritten?.bytes ?? bytes;
  // onnxruntime says nothing of steps that it gives to the processor, so it is first told that it may not.
  const whole = limits.device === 'webgpu' ? await runtime.createSession(ready, 'device-only').catch(() => null) : null;
  const session = whole ?? await runtime.createSession(ready).catch((error: unknown) => {
    if (error instanceof FaultError) throw error;
    throw new FaultError('onnx-unreadable', { where: name, came: error instanceof Error ? error.message : String(error) });
  });
  return { session, rewrites: rewritten?.report ?? null, memory, placement: whole || limits.device === 'wasm' ? 'device' : 'mixed' };
}

export function refuseTooLarge({ largestTensorBytes, peakActivationBytes, weightBytes }: NetworkMemory, { device, limitBytes }: DeviceLimits, name: string): void {
  const needed = device === 'webgpu' ? largestTensorBytes : peakActivationBytes + 2 * weightBytes;
  if (needed <= limitBytes) return;
  const what = device === 'webgpu' ? 'in one tensor, which is this graphics device\'s limit' : 'in all, which is what WebAssembly can address';
  throw new FaultError('model-over-limits', { where: name, expected: `at most ${bytesWords(limitBytes)} ${what}`, came: bytesWords(needed) });
}

/** Reports of several graphs as one. */
export function summedRewrites(reports: readonly (RewriteReport | null)[]): RewriteReport | null {
  const there = reports.filter((it) => it !== null);
  if (there.length === 0) return null;
  return {
    convTransposes: there.flatMap(({ convTransposes }) => convTransposes), splitConcats: there.flatMap(({ splitConcats }) => splitConcats),
    foldedChannels: Math.max(...there.map(({ foldedChannels }) => foldedChannels)),
  };
}

