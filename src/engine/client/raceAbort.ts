/** The value, or 'aborted' as soon as the signal aborts; the work itself goes on for others that wait for it. */
export function raceAbort<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T | 'aborted'> {
  if (!signal) return work;
  return new Promise((settle, reject) => {
    const abort = () => settle('aborted');
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(settle, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
