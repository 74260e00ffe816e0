import { FaultError } from '#core/faults.ts';

/**
 * Lets a long computation breathe: call it between blocks of work. It gives the thread back for one turn of the event
 * loop when `everyMs` have passed, so that a message with the cancellation can arrive, and throws the fault
 * `cancelled` (for the `attempt` around the work) once the signal is aborted.
 */
export function makeBreather(signal?: AbortSignal, everyMs = 30): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (signal?.aborted) throw new FaultError('cancelled');
    if (performance.now() - last < everyMs) return;
    await new Promise<void>((resolve) => { setTimeout(resolve, 0); });
    if (signal?.aborted) throw new FaultError('cancelled');
    last = performance.now();
  };
}
