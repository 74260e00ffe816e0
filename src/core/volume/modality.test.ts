import { expect, test } from 'vitest';
import { guessModality } from '#core/volume/modality.ts';

const mixed = (...parts: readonly [count: number, value: number][]) => Float32Array.from(parts.flatMap(([count, value]) => new Array<number>(count).fill(value)));

test('air and body in Hounsfield units are CT', () => {
  expect(guessModality(mixed([50, -1000], [50, 40]))).toBe('CT');
});

test('positive values beyond 8 bits are MR, even after an overshoot of resampling', () => {
  expect(guessModality(mixed([50, 0], [50, 900]))).toBe('MR');
  expect(guessModality(mixed([48, 0], [2, -30], [50, 900]))).toBe('MR');
});

test('pictures, normalised images and soft tissue alone are unknown', () => {
  expect(guessModality(mixed([50, 0], [50, 255]))).toBe('unknown');
  expect(guessModality(mixed([50, -1.5], [50, 2]))).toBe('unknown');
  expect(guessModality(mixed([50, -100], [50, 60]))).toBe('unknown');
});
