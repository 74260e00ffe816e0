import type { RunFacts } from '#core/cohort/resultTable.ts';

/** A run for people: its model, and how that was prompted. */
export function runName(runs: readonly RunFacts[], id: string): string {
  const run = runs.find((it) => it.id === id);
  if (!run) return id;
  return run.protocol.id === 'none' ? run.model.name : `${run.model.name} · ${run.protocol.id}`;
}
