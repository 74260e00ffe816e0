import { caseStore, targetOrgan } from '#app/stores/caseStore.ts';
import { setDistances } from '#app/stores/distanceStore.ts';
import { viewStore } from '#app/stores/viewStore.ts';
import { repaint } from '#app/stores/answerStore.ts';
import { runJob } from '#app/actions/jobs.ts';
import { latestOnly } from '#app/actions/latestOnly.ts';
import type { Workbench } from '#app/actions/workbench.ts';

/** Shows or hides the distances of the predicted surface; they are computed only while they are shown. */
export function showDistances(bench: Workbench, visibility: 'shown' | 'hidden'): void {
  const { distance } = viewStore.getState();
  viewStore.setState({ distance: { ...distance, visibility } });
  refreshDistances(bench);
}

/** Measures the distances again after the prediction or the target changed; nothing where they are hidden. */
export const refreshDistances = latestOnly(async (bench: Workbench): Promise<void> => {
  const { open } = caseStore.getState();
  const organ = targetOrgan();
  const isWanted = viewStore.getState().distance.visibility === 'shown' && open && organ.referenceValues.length > 0;
  if (!isWanted) {
    if (bench.voxels.distances === null) return;
    bench.voxels.distances = null;
    setDistances({ state: 'none' });
    repaint();
    return;
  }
  setDistances({ state: 'computing' });
  const outcome = await runJob('Measuring surface distances', ({ signal }) => bench.engine.surfaceDistance(open.id, organ, { signal }));
  if (caseStore.getState().open?.id !== open.id) return;
  if (outcome.state === 'done') {
    const { codes, ...distances } = outcome.value;
    bench.voxels.distances = codes;
    setDistances({ state: 'ready', target: organ.label, distances });
  } else {
    bench.voxels.distances = null;
    setDistances(outcome.state === 'failed' ? outcome : { state: 'none' });
  }
  repaint();
});
