import type { Lane } from '#engine/protocol/modelCalls.ts';

/**
 * Runs one piece of work at a time, what a user waits for first. In the lanes 'click' and 'hover' a new piece
 * replaces the earlier ones, queued or running: those end with an AbortError.
 */
export interface RunQueue {
  run<T>(lane: Lane, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
}

interface Job {
  readonly lane: Lane;
  readonly replace: () => void;
  readonly start: () => Promise<void>;
}

const ORDER: readonly Lane[] = ['click', 'hover', 'background'];

export function makeRunQueue(): RunQueue {
  const waiting: Job[] = [];
  let running: Job | null = null;
  let pumping = false;

  const pump = async () => {
    if (pumping) return;
    pumping = true;
    // A run blocks this thread, so newer requests and cancellations lie unread in its inbox: read them first.
    while (await inboxRead().then(() => waiting.length > 0)) {
      const lane = ORDER.find((it) => waiting.some((job) => job.lane === it));
      [running] = waiting.splice(waiting.findIndex((job) => job.lane === lane), 1);
      await running.start();
      running = null;
    }
    pumping = false;
  };

  return {
    run: (lane, outer, work) => new Promise((settle, reject) => {
      if (lane !== 'background') for (const job of [...waiting, running]) if (job?.lane === lane) job.replace();
      const replaced = new AbortController();
      const signal = AbortSignal.any([outer, replaced.signal]);
      const job: Job = {
        lane,
        replace: () => replaced.abort(new DOMException('a later request took its place', 'AbortError')),
        start: async () => {
          signal.removeEventListener('abort', leave);
          await work(signal).then((value) => { signal.throwIfAborted(); settle(value); }).catch(reject);
        },
      };
      const leave = () => {
        if (waiting.includes(job)) waiting.splice(waiting.indexOf(job), 1);
        reject(signal.reason);
      };
      if (signal.aborted) return leave();
      signal.addEventListener('abort', leave, { once: true });
      waiting.push(job);
      void pump();
    }),
  };
}

/** Settles after the messages that have arrived at this thread were handed out. */
function inboxRead(): Promise<void> {
  return new Promise((settle) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      settle();
    };
    port2.postMessage(null);
  });
}
