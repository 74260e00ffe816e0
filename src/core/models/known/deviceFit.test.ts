import { expect, test } from 'vitest';
import type { GpuOffer } from '#core/models/known/deviceFit.ts';
import { deviceFit } from '#core/models/known/deviceFit.ts';

const MIB = 2 ** 20;
const CARD: GpuOffer = { kind: 'card', halfPrecision: 'offered', bindingBytes: 1024 * MIB };
/** Attention over 64 × 64 tokens in 12 heads, as SAM's ViT-B has it. */
const vitB = (bytesPerValue: number) => 12 * 4096 * 4096 * bytesPerValue;

test('the reason is said wherever a model cannot have the graphics card', () => {
  const needs = { precision: 'fp32', largestTensorBytes: vitB(4) } as const;
  expect(deviceFit(needs, CARD)).toEqual({ runsOn: 'webgpu', words: 'Runs on WebGPU: its largest tensor is 768 MiB of 1,024 MiB allowed.' });
  expect(deviceFit(needs, { ...CARD, bindingBytes: 128 * MIB }).words).toContain('768 MiB and the graphics adapter binds at most 128 MiB');
  expect(deviceFit({ precision: 'fp16', largestTensorBytes: vitB(2) }, { ...CARD, halfPrecision: 'missing' }).words).toContain('shader-f16');
  expect(deviceFit(needs, { ...CARD, kind: 'emulated' })).toMatchObject({ runsOn: 'wasm', words: expect.stringContaining('emulated') as unknown });
  expect(deviceFit(needs, 'the browser does not offer WebGPU').words).toBe('Runs on the processor (WASM) only, because the browser does not offer WebGPU.');
  expect(deviceFit({ precision: 'int8' }, CARD).runsOn).toBe('wasm');
});
