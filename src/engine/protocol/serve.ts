import { FaultError, fault } from '#core/faults.ts';
import type { Call, FromWorker, Port, ToWorker } from '#engine/protocol/call.ts';

/** What an implementation is given beside its request. */
export interface Desk<Progress> {
  /** Aborted when the caller no longer wants the answer; throwIfAborted() ends the call as cancelled. */
  readonly signal: AbortSignal;
  progress(progress: Progress): void;
  /** Buffers of the reply that move to the caller instead of being copied; the worker loses them. */
  transfer(...buffers: ArrayBufferLike[]): void;
}

type Work = (request: unknown, desk: Desk<unknown>) => unknown;

/** A call with what does it; made by `implement` only, which checks that they fit. */
export interface Implementation { readonly name: string; readonly work: Work }

/** Ties a call to what does it. The work returns the reply, or throws a FaultError for what is the user's to know. */
export function implement<Request, Reply, Progress>(
  call: Call<Request, Reply, Progress>,
  work: (request: Request, desk: Desk<Progress>) => Reply | Promise<Reply>,
): Implementation {
  return { name: call.name, work: work as Work };
}

/** Answers calls that arrive at a port; every one ends in done, failed or cancelled. */
export function serve(port: Port, implementations: readonly Implementation[]): void {
  const works = new Map(implementations.map(({ name, work }) => [name, work]));
  const running = new Map<number, AbortController>();

  const send = (message: FromWorker, transfer: Transferable[] = []) => port.postMessage(message, transfer);

  const answer = async (id: number, name: string, request: unknown) => {
    const controller = new AbortController();
    const transfers: Transferable[] = [];
    running.set(id, controller);
    try {
      const work = works.get(name);
      if (!work) throw new Error(`No call is named ${name}`);
      const reply = await work(request, {
        signal: controller.signal,
        progress: (progress) => { if (!controller.signal.aborted) send({ kind: 'progress', id, progress }); },
        transfer: (...buffers) => { for (const it of buffers) if (it instanceof ArrayBuffer) transfers.push(it); },
      });
      if (controller.signal.aborted) send({ kind: 'cancelled', id });
      else send({ kind: 'done', id, reply }, [...new Set(transfers)]);
    } catch (error) {
      send(controller.signal.aborted || isAbort(error) ? { kind: 'cancelled', id } : { kind: 'failed', id, fault: faultOf(error, name) });
    } finally {
      running.delete(id);
    }
  };

  port.addEventListener('message', (event) => {
    const message = (event as MessageEvent<ToWorker>).data;
    if (message.kind === 'cancel') running.get(message.id)?.abort(new DOMException('cancelled', 'AbortError'));
    else void answer(message.id, message.name, message.request);
  });
  port.start?.();
}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

function faultOf(error: unknown, name: string) {
  if (error instanceof FaultError) return error.fault;
  return fault('internal', { came: error instanceof Error ? `${error.name}: ${error.message}` : String(error), where: name });
}
