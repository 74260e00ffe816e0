import type { Fault } from '#core/faults.ts';
import { FaultError, fault } from '#core/faults.ts';

/** A device of ours, given to onnxruntime, so that its limits are the adapter's and its loss is seen. */
export interface GpuDeviceHold {
  readonly device: GPUDevice;
  /** Settles only when the device is lost. */
  readonly lost: Promise<Fault>;
}

/** Defaults allow 128 MiB a binding; the attention of larger networks needs what the adapter really has. */
const LIMITS = ['maxBufferSize', 'maxStorageBufferBindingSize', 'maxStorageBuffersPerShaderStage', 'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX', 'maxComputeWorkgroupSizeY', 'maxComputeWorkgroupSizeZ', 'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension'] as const;

const FEATURES = ['shader-f16', 'subgroups', 'timestamp-query'] as const;

/** Throws FaultError gpu-missing where there is no adapter or it gives no device. */
export async function makeGpuDevice(): Promise<GpuDeviceHold> {
  const adapter = await requestAdapter();
  if (typeof adapter === 'string') throw new FaultError('gpu-missing', { came: adapter });
  const requiredLimits = Object.fromEntries(LIMITS.map((name) => [name, adapter.limits[name]]));
  const requiredFeatures = FEATURES.filter((name) => adapter.features.has(name));
  const device = await adapter.requestDevice({ requiredLimits, requiredFeatures }).catch((error: unknown) => {
    throw new FaultError('gpu-missing', { came: String(error) });
  });
  return { device, lost: device.lost.then(({ reason, message }) => fault('gpu-lost', { came: [reason, message].filter(Boolean).join(': ') })) };
}

/** The adapter, or a sentence that says why there is none. */
export async function requestAdapter(): Promise<GPUAdapter | string> {
  if (!self.isSecureContext) return 'the page was not loaded over https or from localhost';
  if (!('gpu' in navigator)) return 'the browser does not offer WebGPU';
  try {
    return await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' }) ?? 'the browser offers WebGPU but finds no graphics adapter for it';
  } catch (error) {
    return `asking for a graphics adapter failed (${String(error)})`;
  }
}

export { LIMITS as GPU_LIMITS };
