import { chained, resizedByAxis } from '#core/models/resize/picture.ts';
import { linearWeights, torchBilinear } from '#core/models/resize/torchBilinear.ts';
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

test('an output pixel that begins on an input pixel\'s edge takes the one that OpenCV takes, whose 90 · 0.7 is just below 63', () => {
  const ramp = { width: 70, height: 1, data: Float32Array.from({ length: 70 }, (_, at) => at) };
  expect(KERNELS.nearest(ramp, { width: 100, height: 1 }).data[90]).toBe(62);
  expect(KERNELS['cv-area'](ramp, { width: 100, height: 1 }).data[90]).toBe(62);
});

test('two resizings of an axis in one pass are the two one after the other', () => {
  const data = Float32Array.from({ length: 7 * 5 }, (_, at) => Math.sin(at * 1.7));
  const once = resizedByAxis({ width: 7, height: 5, data }, chained(linearWeights(7, 31), linearWeights(31, 12)), chained(linearWeights(5, 31), linearWeights(31, 9)));
  const twice = torchBilinear(torchBilinear({ width: 7, height: 5, data }, { width: 31, height: 31 }), { width: 12, height: 9 });
  expect([once.width, once.height]).toEqual([12, 9]);
  once.data.forEach((value, at) => { expect(value).toBeCloseTo(twice.data[at], 12); });
});
