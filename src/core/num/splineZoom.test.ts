import { expect, test } from 'vitest';
import golden from '#core/num/splineZoom.golden.json' with { type: 'json' };
import type { SplineOrder } from '#core/num/splineZoom.ts';
import { splineZoom } from '#core/num/splineZoom.ts';

test.each(golden.cases.map((it) => [it.shape, it.newShape, it.order, it] as const))('%j to %j, order %i, as scipy', (shape, newShape, order, it) => {
  const got = splineZoom(Float64Array.from(it.data), shape, newShape, order as SplineOrder);
  expect(got.length).toBe(it.expected.length);
  it.expected.forEach((want, at) => expect(Math.abs(got[at] - want)).toBeLessThan(golden.tolerance));
});
