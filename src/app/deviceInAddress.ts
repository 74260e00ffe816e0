import type { Device } from '#engine/protocol/modelCalls.ts';

/** The device that a page's address insists on (`#/segment?device=wasm`); undefined where the engine may choose. */
export function deviceInAddress(hash: string): Device | undefined {
  const device = new URLSearchParams(hash.split('?')[1]).get('device');
  return device === 'webgpu' || device === 'wasm' ? device : undefined;
}
