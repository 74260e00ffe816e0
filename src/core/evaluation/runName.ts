import type { RunFacts } from '#core/cohort/resultTable.ts';

/** A run for people: its model, how that was prompted, and its stored id's beginning where two would be called the same. */
export function runName(runs: readonly RunFacts[], id: string): string {
  const run = runs.find((it) => it.id === id);
  if (!run) return id;
  const name = plainName(run);
  return runs.some((it) => it.id !== id && plainName(it) === name) ? `${name} · ${run.record?.slice(0, 8) ?? id}` : name;
}

function plainName({ model, protocol }: RunFacts): string {
  return protocol.id === 'none' ? model.name : `${model.name} · ${protocol.id}`;
}
