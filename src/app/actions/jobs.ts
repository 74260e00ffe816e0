import type { Result } from '#core/faults.ts';
import { fault } from '#core/faults.ts';
import { addJob, removeJob, setJobProgress, showFault } from '#app/stores/workStore.ts';

const controllers = new Map<string, AbortController>();

export interface JobTools { readonly signal: AbortSignal; readonly onProgress: (fraction: number | null) => void }

/**
 * Runs work with a line in the work bar, a way to cancel it, and its fault on the screen. Any error that is not a
 * fault is shown as `internal` and gives null too, so that no job ends in silence.
 */
export async function runJob<T>(title: string, work: (tools: JobTools) => Promise<Result<T>>): Promise<T | null> {
  const id = addJob(title);
  const controller = new AbortController();
  controllers.set(id, controller);
  try {
    const result = await work({ signal: controller.signal, onProgress: (fraction) => setJobProgress(id, fraction) });
    if (result.state === 'done') return result.value;
    showFault(result.fault);
  } catch (error) {
    if (!controller.signal.aborted) showFault(fault('internal', { where: title, came: error instanceof Error ? error.message : String(error) }));
  } finally {
    controllers.delete(id);
    removeJob(id);
  }
  return null;
}

export function cancelJob(id: string): void {
  controllers.get(id)?.abort();
}
