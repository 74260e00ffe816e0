import { expect, test } from 'vitest';
import type { KernelName } from '#core/models/resize/kernels.ts';
import { KERNELS } from '#core/models/resize/kernels.ts';
import golden from '#core/models/resize/resize.golden.json' with { type: 'json' };

const bytes = Float32Array.from(golden.picture);
const units = bytes.map((it) => it / 255);
const EIGHT_BIT: ReadonlySet<string> = new Set(['pil-bilinear', 'cv-area', 'nearest']);

test.each(golden.cases)('$kernel to $width × $height is the reference\'s', ({ kernel, width, height, values }) => {
  const isBytes = EIGHT_BIT.has(kernel);
  const got = KERNELS[kernel as KernelName]({ width: golden.width, height: golden.height, data: isBytes ? bytes : units }, { width, height });
  const apart = values.map((it, at) => Math.abs(it - got.data[at]));
  if (!isBytes) return expect(Math.max(...apart)).toBeLessThan(1e-5);
  expect(Math.max(...apart)).toBeLessThanOrEqual(1);
  expect(apart.filter((it) => it > 0).length).toBeLessThanOrEqual(values.length / 1000);
});
