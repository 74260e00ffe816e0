import { fault } from '#core/faults.ts';
import type { Outcome } from '#engine/protocol/call.ts';
import { addJob, removeJob, setJobProgress, showFault } from '#app/stores/workStore.ts';

const controllers = new Map<string, AbortController>();

export interface JobTools { readonly signal: AbortSignal; readonly progress: (fraction: number | null) => void }

/**
 * Runs work with a line in the work bar and a way to cancel it. An error that is no fault becomes `internal`, so
 * that no job ends in silence.
 */
export async function runJob<T>(title: string, work: (tools: JobTools) => Promise<Outcome<T>>): Promise<Outcome<T>> {
  const id = addJob(title);
  const controller = new AbortController();
  controllers.set(id, controller);
  try {
    return await work({ signal: controller.signal, progress: (fraction) => setJobProgress(id, fraction) });
  } catch (error) {
    return { state: 'failed', fault: fault('internal', { where: title, came: error instanceof Error ? error.message : String(error) }) };
  } finally {
    controllers.delete(id);
    removeJob(id);
  }
}

export function cancelJob(id: string): void {
  controllers.get(id)?.abort();
}

/** The value, or null after the fault has been shown; what the user cancelled is silent. */
export function valueOrShown<T>(outcome: Outcome<T>): T | null {
  if (outcome.state === 'done') return outcome.value;
  if (outcome.state === 'failed') showFault(outcome.fault);
  return null;
}
