import type { Fault } from '#core/faults.ts';
import type { Device, GpuProbe, Probe, RuntimeReport } from '#engine/protocol/modelCalls.ts';

const NAMES = { webgpu: 'WebGPU', wasm: 'WASM' } as const satisfies Record<Device, string>;

export function isSoftwareGpu(probe: Probe): probe is Probe & { readonly gpu: GpuProbe } {
  return !('absent' in probe.gpu) && probe.gpu.fallback;
}

/** Why networks run where they do, in a sentence or two for the screen. */
export function deviceReason(
  { device, threads }: RuntimeReport,
  forced: Device | undefined,
  attempts: readonly { readonly device: Device; readonly fault: Fault }[],
  losses: number,
): string {
  const place = device === 'webgpu' ? 'on the graphics card (WebGPU)' : `on the processor (WASM, ${threads} ${threads === 1 ? 'thread' : 'threads'})`;
  const [given] = attempts;
  const why = forced
    ? `because ${NAMES[forced]} was chosen in the address or the settings.`
    : given ? `because ${NAMES[given.device]} gave way: ${given.fault.reason}${given.fault.came ? ` (${given.fault.came})` : ''}` : 'which is the fastest that this browser offers.';
  const again = losses > 0 ? ` It was started anew ${losses === 1 ? 'once' : `${losses} times`} after it was lost.` : '';
  return `Networks run ${place}, ${why}${again}`;
}
