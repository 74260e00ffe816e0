import { bytesWords } from '#core/num/bytesWords.ts';
import { adapterName } from '#app/adapterName.ts';
import type { DeviceChoice } from '#engine/client/engineClient.ts';
import type { Probe } from '#engine/protocol/modelCalls.ts';

/** The badge's word: WebGPU, or WASM with its threads. */
export function deviceName({ state, runtime }: DeviceChoice): string {
  if (!runtime) return state === 'failed' ? 'No device' : 'Device …';
  return runtime.device === 'webgpu' ? 'WebGPU' : `WASM · ${runtime.threads} ${runtime.threads === 1 ? 'thread' : 'threads'}`;
}

interface DeviceFact { readonly name: string; readonly value: string }

const BYTE_LIMITS = ['maxBufferSize', 'maxStorageBufferBindingSize', 'maxComputeWorkgroupStorageSize'];

/** What the browser offers and what was started, as a table. */
export function deviceFacts({ runtime }: DeviceChoice, probe: Probe | null): readonly DeviceFact[] {
  const started = runtime ? [{ name: 'Started in', value: `${Math.round(runtime.startMs)} ms` }, ...(runtime.waiting ? [{ name: 'Waits for the GPU by', value: runtime.waiting }] : [])] : [];
  if (!probe) return started;
  const yes = (it: boolean) => (it ? 'yes' : 'no');
  const offered = [
    { name: 'Secure page', value: yes(probe.secureContext) }, { name: 'Isolated (threads)', value: yes(probe.crossOriginIsolated) },
    { name: 'Processor cores', value: String(probe.cores) }, { name: 'Promise integration', value: yes(probe.jspi) },
  ];
  if ('absent' in probe.gpu) return [...started, ...offered, { name: 'Graphics adapter', value: probe.gpu.absent }];
  const { fallback, features, limits } = probe.gpu;
  return [
    ...started, ...offered,
    { name: 'Graphics adapter', value: adapterName(probe.gpu) },
    { name: 'Software adapter', value: yes(fallback) }, { name: '16-bit shaders', value: yes(features.includes('shader-f16')) },
    ...Object.entries(limits).map(([name, value]) => ({ name, value: BYTE_LIMITS.includes(name) ? bytesWords(value) : value.toLocaleString('en') })),
  ];
}
