/** Work on the latest of several values, once no other has come for a while, or at once when asked. */
export interface Delayed<T> {
  later(value: T): void;
  /** Does what waits, if anything does. */
  now(): void;
}

export function delayed<T>(work: (value: T) => void, delayMs: number): Delayed<T> {
  let waiting: { readonly value: T } | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const now = (): void => {
    clearTimeout(timer);
    const due = waiting;
    waiting = null;
    if (due) work(due.value);
  };
  return {
    later(value) {
      waiting = { value };
      clearTimeout(timer);
      timer = setTimeout(now, delayMs);
    },
    now,
  };
}
