import type * as Ort from 'onnxruntime-web/webgpu';
import asyncifyGlue from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import asyncifyWasm from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import jspiGlue from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.mjs?url';
import jspiWasm from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm?url';
import plainGlue from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import plainWasm from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import { FaultError } from '#core/faults.ts';
import type { Session } from '#core/models/session.ts';
import { makeGpuDevice } from '#engine/models/gpuDevice.ts';
import type { OutsideWeights } from '#engine/models/modelFiles.ts';
import { makeOrtSession } from '#engine/models/ortSession.ts';
import { checkRuntime } from '#engine/models/selfCheck.ts';
import type { Device, RuntimeReport, Waiting } from '#engine/protocol/modelCalls.ts';

/** onnxruntime started on one device. A worker holds one for its whole life: a failed start spoils the module. */
export interface Runtime {
  readonly report: RuntimeReport;
  /** 'device-only' fails where any step of the graph would run on the processor instead of the device. */
  createSession(bytes: Uint8Array, placement?: Placement, weights?: readonly OutsideWeights[]): Promise<Session>;
}

export type Placement = 'any' | 'device-only';

export interface StartOptions {
  readonly device: Device;
  readonly waiting?: Waiting | undefined;
  readonly threads?: number | undefined;
}

const FLAVOURS = {
  asyncify: { load: () => import('onnxruntime-web/webgpu'), glue: asyncifyGlue, wasm: asyncifyWasm },
  jspi: { load: () => import('onnxruntime-web/jspi'), glue: jspiGlue, wasm: jspiWasm },
  plain: { load: () => import('onnxruntime-web/wasm'), glue: plainGlue, wasm: plainWasm },
} as const;

const absolute = (url: string) => new URL(url, self.location.href).href;

/**
 * Starts onnxruntime and proves it with a tiny network. Throws FaultError gpu-missing or runtime-failed; then this
 * worker is of no more use and another must be made for another device.
 */
export async function startRuntime({ device, waiting, threads }: StartOptions): Promise<Runtime> {
  const startedAt = performance.now();
  const way = device === 'wasm' ? 'plain' : waiting ?? (hasJspi() ? 'jspi' : 'asyncify');
  const flavour = FLAVOURS[way];
  const gpu = device === 'webgpu' ? await makeGpuDevice() : null;
  const ort: typeof Ort = await flavour.load();
  // Threads share memory, which only an isolated page may do; onnxruntime's own default is one even then.
  const count = self.crossOriginIsolated ? threads ?? Math.min(8, Math.max(1, navigator.hardwareConcurrency)) : 1;
  ort.env.wasm.wasmPaths = { mjs: absolute(flavour.glue), wasm: absolute(flavour.wasm) };
  ort.env.wasm.numThreads = count;
  ort.env.logLevel = 'error';
  const options: Ort.InferenceSession.SessionOptions = {
    executionProviders: gpu ? [{ name: 'webgpu', device: gpu.device, preferredLayout: 'NCHW' }] : ['wasm'],
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
  };
  const deviceOnly = { ...options, extra: { session: { disable_cpu_ep_fallback: '1' } } };
  const createSession = async (bytes: Uint8Array, placement: Placement = 'any', weights: readonly OutsideWeights[] = []) => {
    const chosen = placement === 'any' ? options : deviceOnly;
    return makeOrtSession(ort, await ort.InferenceSession.create(bytes, weights.length > 0 ? { ...chosen, externalData: [...weights] } : chosen), gpu?.lost ?? null);
  };
  try {
    await checkRuntime(createSession);
  } catch (error) {
    if (error instanceof FaultError && error.fault.code !== 'model-run-failed') throw error;
    throw new FaultError('runtime-failed', { where: device, expected: 'a started runtime', came: error instanceof Error ? error.message : String(error) });
  }
  return {
    report: { device, waiting: way === 'plain' ? null : way, threads: count, onnxruntime: ort.env.versions.web ?? ort.env.versions.common, startMs: performance.now() - startedAt },
    createSession,
  };
}

export function hasJspi(): boolean {
  return 'Suspending' in WebAssembly;
}
