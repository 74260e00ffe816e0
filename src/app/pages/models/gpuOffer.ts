import type { GpuOffer } from '#core/models/known/deviceFit.ts';
import type { DeviceChoice } from '#engine/client/engineClient.ts';
import type { Probe } from '#engine/protocol/modelCalls.ts';

/** What the probed device offers; a sentence where networks do not run on a graphics card. */
export function gpuOffer(probe: Probe, { attempts }: DeviceChoice): GpuOffer | string {
  if ('absent' in probe.gpu) return probe.gpu.absent;
  const refused = attempts.find(({ device, fault }) => device === 'webgpu' && fault.code !== 'gpu-emulated');
  if (refused) return `WebGPU gave way (${refused.fault.came ?? refused.fault.reason})`;
  const { fallback, features, limits } = probe.gpu;
  return {
    kind: fallback ? 'emulated' : 'card', halfPrecision: features.includes('shader-f16') ? 'offered' : 'missing',
    bindingBytes: Math.min(limits['maxStorageBufferBindingSize'] ?? 0, limits['maxBufferSize'] ?? 0),
  };
}
