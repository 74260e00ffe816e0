import { addStructure, setTarget } from '#app/stores/caseStore.ts';
import { refreshVolumeAgreement } from '#app/actions/agreement.ts';
import type { Workbench } from '#app/actions/workbench.ts';

/** Adds a structure of this name and segments it from now on. */
export function nameByHand(bench: Workbench, name: string): void {
  setTarget(addStructure(name), 'chosen');
  refreshVolumeAgreement(bench);
}
