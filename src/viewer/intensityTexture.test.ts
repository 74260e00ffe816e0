import { expect, test } from 'vitest';
import { halfFloatScale } from '#viewer/intensityTexture.ts';

test('CT stays as it is or is scaled by a power of two, below what half floats reach', () => {
  expect(halfFloatScale(new Int16Array([-1024, 3071]), 1, 0)).toBe(8);
  expect(halfFloatScale(new Float32Array([1e6, Infinity, NaN]), 1, 0)).toBe(2 ** -5);
  expect(halfFloatScale(new Float32Array([0.001]), 1, 0)).toBe(2 ** 24);
  expect(halfFloatScale(new Uint8Array(3), 1, 0)).toBe(1);
});
