import { topologyOf } from '#app/actions/errorMaps.ts';
import { runJob, valueOrShown } from '#app/actions/jobs.ts';
import type { Workbench } from '#app/actions/workbench.ts';
import { caseStore, targetOrgan, targetStructure } from '#app/stores/caseStore.ts';
import { viewStore } from '#app/stores/viewStore.ts';

/** Moves the crosshair to where a bin of the error maps lies on the open case's target; it stays where the case has no such place. */
export async function goToBin({ engine }: Workbench, bin: number): Promise<void> {
  const { open } = caseStore.getState();
  const organ = targetOrgan();
  if (!open || organ.referenceValues.length === 0) return;
  const { name } = targetStructure(caseStore.getState());
  const at = valueOrShown(await runJob('Finding the place on the organ', ({ signal }) => engine.binPlace({ volumeId: open.id, organ, topology: topologyOf(name), bin }, { signal })));
  if (at && caseStore.getState().open?.id === open.id) viewStore.setState({ crosshair: at });
}
