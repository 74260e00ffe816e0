import { expect, test } from 'vitest';
import { makeRunQueue } from '#engine/models/runQueue.ts';

const never = new AbortController().signal;

function work(log: string[], name: string) {
  return async () => {
    log.push(`${name} starts`);
    await new Promise((settle) => setTimeout(settle, 5));
    log.push(`${name} ends`);
    return name;
  };
}

test('runs never overlap, and clicks come before hovers and hovers before the background', async () => {
  const queue = makeRunQueue();
  const log: string[] = [];
  await Promise.all([
    queue.run('background', never, work(log, 'b1')), queue.run('background', never, work(log, 'b2')),
    queue.run('hover', never, work(log, 'h')), queue.run('click', never, work(log, 'c')),
  ]);
  expect(log.filter((it) => it.endsWith('starts'))).toEqual(['c starts', 'h starts', 'b1 starts', 'b2 starts']);
  for (let at = 0; at < log.length; at += 2) expect(log[at + 1]).toBe(log[at].replace('starts', 'ends'));
});

test('of many hovers only the running and the latest are worked on, and only the latest is answered', async () => {
  const queue = makeRunQueue();
  const log: string[] = [];
  let start: () => void = () => undefined;
  const started = new Promise<void>((settle) => { start = settle; });
  const first = queue.run('hover', never, () => { start(); return work(log, 'h0')(); });
  await started;
  const rest = [1, 2, 3].map((n) => queue.run('hover', never, work(log, `h${n}`)));
  const ends = await Promise.allSettled([first, ...rest]);
  expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected', 'fulfilled']);
  expect(log.filter((it) => it.endsWith('starts'))).toEqual(['h0 starts', 'h3 starts']);
});

test('what is cancelled while it waits is never started, and a failure does not stop the next', async () => {
  const queue = makeRunQueue();
  const log: string[] = [];
  const controller = new AbortController();
  const failing = queue.run('click', never, async () => { throw new Error('oh'); });
  const cancelled = queue.run('background', controller.signal, work(log, 'b'));
  controller.abort(new DOMException('cancelled', 'AbortError'));
  const ends = await Promise.allSettled([failing, cancelled]);
  expect(ends.map((it) => (it.status === 'rejected' ? String(it.reason) : ''))).toEqual(['Error: oh', 'AbortError: cancelled']);
  expect(await queue.run('click', never, work(log, 'c'))).toBe('c');
  expect(log).toEqual(['c starts', 'c ends']);
});
