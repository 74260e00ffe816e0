import { FaultError } from '#core/faults.ts';
import type { Session } from '#core/models/session.ts';
import type { RunQueue } from '#engine/models/runQueue.ts';

const OUT_OF_MEMORY = /out of memory|allocat|bad_alloc|memory access out of bounds|exceeds the (max|limit)/i;

/**
 * A network whose runs stand in the worker's queue one by one, behind what a user waits for: between tiles clicks are
 * answered, cancelling is heard, and a run that found no memory says so.
 */
export function queuedSession(session: Session, queue: RunQueue, signal: AbortSignal, onRun: () => void): Session {
  return {
    ...session,
    run: (feeds) => queue.run('background', signal, async () => {
      onRun();
      try {
        return await session.run(feeds);
      } catch (error) {
        const came = error instanceof FaultError ? error.fault.came ?? '' : '';
        if (error instanceof FaultError && error.fault.code === 'model-run-failed' && OUT_OF_MEMORY.test(came)) throw new FaultError('device-out-of-memory', { came });
        throw error;
      }
    }),
  };
}
