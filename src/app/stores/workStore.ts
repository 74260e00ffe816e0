import { create } from 'zustand';
import type { Fault } from '#core/faults.ts';

/** Something under way in the background. */
export interface Job {
  readonly id: string;
  readonly title: string;
  /** 0 to 1, or null while nobody can tell. */
  readonly progress: number | null;
}

export interface ShownFault { readonly id: string; readonly fault: Fault }

interface WorkFacts {
  readonly jobs: readonly Job[];
  readonly faults: readonly ShownFault[];
}

/** Background work and what went wrong, as the bar at the bottom shows them. */
export const workStore = create<WorkFacts>()(() => ({ jobs: [], faults: [] }));

let counter = 0;

export function addJob(title: string): string {
  const id = `job-${++counter}`;
  workStore.setState(({ jobs }) => ({ jobs: [...jobs, { id, title, progress: null }] }));
  return id;
}

export function setJobProgress(id: string, progress: number | null): void {
  workStore.setState(({ jobs }) => ({ jobs: jobs.map((job) => (job.id === id ? { ...job, progress } : job)) }));
}

export function removeJob(id: string): void {
  workStore.setState(({ jobs }) => ({ jobs: jobs.filter((job) => job.id !== id) }));
}

/** Shows a fault; the same one said twice in a row is shown once. Cancelling is what the user wanted and is not shown. */
export function showFault(fault: Fault): void {
  if (fault.code === 'cancelled') return;
  workStore.setState(({ faults }) => {
    const last = faults.at(-1)?.fault;
    if (last && JSON.stringify(last) === JSON.stringify(fault)) return { faults };
    return { faults: [...faults, { id: `fault-${++counter}`, fault }] };
  });
}

export function dismissFault(id: string): void {
  workStore.setState(({ faults }) => ({ faults: faults.filter((it) => it.id !== id) }));
}
