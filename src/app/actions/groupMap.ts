import { caseStore, targetStructure } from '#app/stores/caseStore.ts';
import { repaint } from '#app/stores/answerStore.ts';
import { groupMapStore } from '#app/stores/groupMapStore.ts';
import { viewStore } from '#app/stores/viewStore.ts';
import { runJob } from '#app/actions/jobs.ts';
import { latestOnly } from '#app/actions/latestOnly.ts';
import type { Workbench } from '#app/actions/workbench.ts';
import { valueCodes } from '#charts/kit/valueCodes.ts';
import { faultSentence } from '#core/faults.ts';

/** Lays the map on the open case's organ, or takes it away. */
export function showGroupMap(bench: Workbench, visibility: 'shown' | 'hidden'): void {
  const { groupMap } = viewStore.getState();
  viewStore.setState({ groupMap: { ...groupMap, visibility } });
  refreshGroupMap(bench);
}

export function chooseGroupPanel(bench: Workbench, panel: number): void {
  groupMapStore.setState({ panel });
  refreshGroupMap(bench);
}

/** Paints the map again after the case, the target or the map changed; nothing where it is hidden or the target is another organ. */
export const refreshGroupMap = latestOnly(async (bench: Workbench): Promise<void> => {
  const { open } = caseStore.getState();
  const { map, panel } = groupMapStore.getState();
  const { name, value } = targetStructure(caseStore.getState());
  const shown = map?.panels.at(panel);
  if (viewStore.getState().groupMap.visibility === 'hidden' || !open || !map || !shown || name !== map.organ) {
    if (bench.voxels.groupMap === null) return;
    bench.voxels.groupMap = null;
    repaint();
    return;
  }
  const codes = valueCodes(shown.values, shown.scale, map.span);
  const outcome = await runJob('Laying the map on the organ', ({ signal }) => bench.engine.paintOrgan({ volumeId: open.id, organ: { label: value, referenceValues: [value] }, topology: map.topology, codes }, { signal }));
  if (caseStore.getState().open?.id !== open.id) return;
  bench.voxels.groupMap = outcome.state === 'done' ? outcome.value : null;
  groupMapStore.setState({ reason: outcome.state === 'failed' ? faultSentence(outcome.fault) : null });
  repaint();
});
