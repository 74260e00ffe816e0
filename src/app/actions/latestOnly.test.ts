import { expect, test } from 'vitest';
import { latestOnly } from '#app/actions/latestOnly.ts';

test('of what comes during a run only the latest is run after it', async () => {
  const ran: number[] = [];
  const release: (() => void)[] = [];
  const offer = latestOnly<number>((input) => { ran.push(input); return new Promise((settle) => { release.push(settle); }); });
  for (const input of [1, 2, 3, 4]) offer(input);
  expect(ran).toEqual([1]);
  release[0]();
  await expect.poll(() => ran).toEqual([1, 4]);
  release[1]();
  await Promise.resolve();
  expect(ran).toEqual([1, 4]);
});

test('what waits can be forgotten', async () => {
  const ran: number[] = [];
  let release = (): void => undefined;
  const offer = latestOnly<number>((input) => { ran.push(input); return new Promise((settle) => { release = settle; }); });
  offer(1);
  offer(2);
  offer.forget();
  release();
  await new Promise((settle) => { setTimeout(settle, 1); });
  expect(ran).toEqual([1]);
});
