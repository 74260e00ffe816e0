import { answerStore } from '#app/stores/answerStore.ts';
import { viewStore } from '#app/stores/viewStore.ts';
import { segmentPrompt } from '#app/actions/segment.ts';
import type { Workbench } from '#app/actions/workbench.ts';
import type { IntensityWindow } from '#core/models/promptable.ts';

/** Changes what the model sees, and answers again if there is something to answer. */
export async function setModelWindow(bench: Workbench, modelWindow: IntensityWindow): Promise<void> {
  viewStore.setState({ modelWindow });
  bench.voxels.memories.clear();
  const { state, plane, index } = answerStore.getState();
  if (state !== 'none') await segmentPrompt(bench, { plane, index });
}
