import { expect, test } from 'vitest';
import { openingWindow, percentileWindow } from '#core/volume/displayWindow.ts';

test('percentiles leave out the background and the brightest hundredth', () => {
  const tissue = Array.from({ length: 1000 }, (_, at) => at + 1);
  const data = Float32Array.from([...new Array<number>(5000).fill(0), ...tissue]);
  expect(percentileWindow(data)).toEqual({ low: 11, high: 991 });
});

test('a constant image and one of NaN still have a window of width one', () => {
  expect(percentileWindow(new Float32Array([7, 7, 7]))).toEqual({ low: 7, high: 8 });
  expect(percentileWindow(new Float32Array([NaN, NaN]))).toEqual({ low: 0, high: 1 });
});

test('CT opens in soft tissue, whatever its intensities', () => {
  expect(openingWindow('CT', new Int16Array([-1000, 3000]))).toEqual({ low: -160, high: 240 });
});
