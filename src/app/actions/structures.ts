import { addStructure, caseStore, renameStructure, setTarget } from '#app/stores/caseStore.ts';
import { valueOrShown } from '#app/actions/jobs.ts';
import { refreshVolumeAgreement } from '#app/actions/agreement.ts';
import type { Workbench } from '#app/actions/workbench.ts';

/** Names a structure by hand; one of the reference is renamed there too. */
export async function rename({ engine }: Workbench, value: number, name: string): Promise<void> {
  const { open, structures } = caseStore.getState();
  const structure = structures.find((it) => it.value === value);
  if (!open || !structure) return;
  if (structure.origin === 'reference' && valueOrShown(await engine.renameLabel({ volumeId: open.id, value, name })) === null) return;
  renameStructure(value, name);
}

/** Adds a structure of this name and segments it from now on. */
export function nameByHand(bench: Workbench, name: string): void {
  setTarget(addStructure(name), 'chosen');
  refreshVolumeAgreement(bench);
}
