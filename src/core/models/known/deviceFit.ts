import { bytesWords } from '#core/num/bytesWords.ts';
import type { ModelManifest } from '#core/models/manifest.ts';

/** What a model asks of a graphics device; sizes in bytes. */
export interface DeviceNeeds {
  readonly precision: ModelManifest['precision'];
  /** The largest tensor that one binding must hold; undefined where nobody has reckoned it. */
  readonly largestTensorBytes?: number | undefined;
}

/** What a graphics device offers to networks; `name` is for the screen. */
export interface GpuOffer {
  readonly kind: 'card' | 'emulated';
  readonly halfPrecision: 'offered' | 'missing';
  readonly bindingBytes: number;
}

export interface DeviceFit { readonly runsOn: 'webgpu' | 'wasm'; readonly words: string }

/** Where a model would run in this browser and why; `gpu` is a sentence where there is no adapter. */
export function deviceFit({ precision, largestTensorBytes }: DeviceNeeds, gpu: GpuOffer | string): DeviceFit {
  const wasm = (why: string): DeviceFit => ({ runsOn: 'wasm', words: `Runs on the processor (WASM) only, because ${why}.` });
  if (typeof gpu === 'string') return wasm(gpu);
  if (gpu.kind === 'emulated') return wasm('the graphics adapter is emulated in software, which is slower');
  if (precision === 'int8') return wasm('its 8-bit weights are computed there');
  if (precision === 'fp16' && gpu.halfPrecision === 'missing') return wasm('half precision needs shader-f16, which the graphics adapter does not offer');
  if (largestTensorBytes !== undefined && largestTensorBytes > gpu.bindingBytes) return wasm(`its largest tensor is ${bytesWords(largestTensorBytes)} and the graphics adapter binds at most ${bytesWords(gpu.bindingBytes)} (maxStorageBufferBindingSize)`);
  return { runsOn: 'webgpu', words: largestTensorBytes === undefined ? 'Runs on WebGPU, as far as is known before it is loaded.' : `Runs on WebGPU: its largest tensor is ${bytesWords(largestTensorBytes)} of ${bytesWords(gpu.bindingBytes)} allowed.` };
}
