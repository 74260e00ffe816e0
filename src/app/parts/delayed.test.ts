import { expect, test, vi } from 'vitest';
import { delayed } from '#app/parts/delayed.ts';

test('the latest value is worked on after a pause, or at once and then not again', () => {
  vi.useFakeTimers();
  const done: string[] = [];
  const { later, now } = delayed<string>((value) => { done.push(value); }, 500);
  later('a');
  vi.advanceTimersByTime(400);
  later('ab');
  vi.advanceTimersByTime(400);
  expect(done).toEqual([]);
  vi.advanceTimersByTime(100);
  expect(done).toEqual(['ab']);
  later('abc');
  now();
  now();
  vi.advanceTimersByTime(1000);
  expect(done).toEqual(['ab', 'abc']);
  vi.useRealTimers();
});
