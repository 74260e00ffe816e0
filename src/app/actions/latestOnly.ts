/**
 * Wraps asynchronous work so that at most one run is under way and, of the calls made meanwhile, only the latest is
 * run after it. Never lags: what is superseded is dropped, not queued. `forget` drops what waits.
 */
export function latestOnly<T>(work: (input: T) => Promise<void>): { (input: T): void; forget(): void } {
  let state: 'idle' | 'running' = 'idle';
  let waiting: { readonly input: T } | null = null;

  const run = async (input: T): Promise<void> => {
    state = 'running';
    try {
      await work(input);
    } finally {
      const next = waiting;
      waiting = null;
      state = 'idle';
      if (next) void run(next.input);
    }
  };
  const offer = (input: T): void => {
    if (state === 'running') waiting = { input };
    else void run(input);
  };
  return Object.assign(offer, { forget: () => { waiting = null; } });
}
