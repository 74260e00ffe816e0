import { GPU_LIMITS, requestAdapter } from '#engine/models/gpuDevice.ts';
import { hasJspi } from '#engine/models/runtime.ts';
import type { GpuProbe, Probe } from '#engine/protocol/modelCalls.ts';

/** What this browser offers to networks. */
export async function probe(): Promise<Probe> {
  const adapter = await requestAdapter();
  return {
    secureContext: self.isSecureContext,
    crossOriginIsolated: self.crossOriginIsolated,
    cores: navigator.hardwareConcurrency,
    jspi: hasJspi(),
    gpu: typeof adapter === 'string' ? { absent: adapter } : describe(adapter),
  };
}

function describe({ info, features, limits }: GPUAdapter): GpuProbe {
  return {
    vendor: info.vendor,
    architecture: info.architecture,
    description: info.description,
    fallback: info.isFallbackAdapter || /swiftshader|llvmpipe|software|basic render/i.test(`${info.architecture} ${info.description} ${info.device}`),
    features: [...features].sort(),
    limits: Object.fromEntries(GPU_LIMITS.map((name) => [name, limits[name]])),
  };
}
