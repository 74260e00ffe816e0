import type { Fault } from '#core/faults.ts';
import { fault } from '#core/faults.ts';
import type { Call, FromWorker, Outcome, Port, ToWorker } from '#engine/protocol/call.ts';
import { CANCELLED } from '#engine/protocol/call.ts';

export interface AskOptions<Progress> {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Buffers of the request that move to the worker instead of being copied; the caller loses them. */
  readonly transfer?: readonly Transferable[];
}

/** The caller's end of a worker. */
export interface Connection {
  /** Settles always: done, failed, or cancelled (at once when the signal aborts, whatever the worker is doing). */
  ask<Request, Reply, Progress>(call: Call<Request, Reply, Progress>, request: Request, options?: AskOptions<Progress>): Promise<Outcome<Reply>>;
  /** Ends every call that is under way with this fault, and every later one. */
  close(reason: Fault): void;
  /** The fault that closed it; null while it is open. */
  closedBy(): Fault | null;
}

interface Pending {
  readonly settle: (outcome: Outcome<unknown>) => void;
  readonly onProgress: ((progress: unknown) => void) | undefined;
}

/** Speaks to a worker that serves. `name` says in faults which worker it was. */
export function connect(port: Port, name: string): Connection {
  const pending = new Map<number, Pending>();
  let nextId = 1;
  let closed: Fault | null = null;

  const end = (id: number, outcome: Outcome<unknown>) => {
    const it = pending.get(id);
    pending.delete(id);
    it?.settle(outcome);
  };
  const close = (reason: Fault) => {
    closed ??= reason;
    for (const id of pending.keys()) end(id, { state: 'failed', fault: reason });
  };

  port.addEventListener('message', (event) => {
    const message = (event as MessageEvent<FromWorker>).data;
    switch (message.kind) {
      case 'progress': pending.get(message.id)?.onProgress?.(message.progress); break;
      case 'done': end(message.id, { state: 'done', value: message.reply }); break;
      case 'failed': end(message.id, { state: 'failed', fault: message.fault }); break;
      case 'cancelled': end(message.id, CANCELLED); break;
    }
  });
  port.addEventListener('error', (event) => close(fault('worker-failed', { where: name, came: messageOf(event) })));
  port.addEventListener('messageerror', () => close(fault('worker-failed', { where: name, came: 'a message that could not be read' })));
  port.start?.();

  return {
    ask: (call, request, { signal, onProgress, transfer = [] } = {}) => new Promise((settle) => {
      if (signal?.aborted) return settle(CANCELLED);
      if (closed) return settle({ state: 'failed', fault: closed });
      const id = nextId++;
      const send = (message: ToWorker, moved: readonly Transferable[] = []) => port.postMessage(message, [...moved]);
      const abort = () => {
        send({ kind: 'cancel', id });
        end(id, CANCELLED);
      };
      pending.set(id, {
        onProgress: onProgress as Pending['onProgress'],
        settle: (outcome) => {
          signal?.removeEventListener('abort', abort);
          settle(outcome as Outcome<never>);
        },
      });
      signal?.addEventListener('abort', abort, { once: true });
      send({ kind: 'ask', id, name: call.name, request }, transfer);
    }),
    close,
    closedBy: () => closed,
  };
}

function messageOf(event: Event): string {
  return 'message' in event && typeof event.message === 'string' && event.message ? event.message : 'the worker stopped without a word';
}
