import type { Port } from '#engine/protocol/call.ts';

/**
 * Two ends in one thread, where there is no worker: tests, and programs without a browser. Requests go by reference,
 * because Node cannot clone a File; answers are copies, as from a worker.
 */
export function makeLocalPorts(): { readonly caller: Port & { terminate(): void }; readonly worker: Port } {
  const callerHears = new EventTarget();
  const workerHears = new EventTarget();
  let open = true;
  const post = (target: EventTarget, copy: (message: unknown) => unknown) => (message: unknown) => {
    const data = copy(message);
    queueMicrotask(() => { if (open) target.dispatchEvent(new MessageEvent('message', { data })); });
  };
  return {
    caller: {
      postMessage: post(workerHears, (message) => message),
      addEventListener: (type, listen) => callerHears.addEventListener(type, listen),
      terminate: () => { open = false; },
    },
    worker: {
      postMessage: post(callerHears, (message) => structuredClone(message)),
      addEventListener: (type, listen) => workerHears.addEventListener(type, listen),
    },
  };
}
