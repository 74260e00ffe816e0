import { BUNDLED_VOLUMETRIC, bundledSource, loadVolumetric } from '#app/actions/loadVolumetric.ts';
import { segmentByName, segmentWholeVolume } from '#app/actions/wholeVolume.ts';
import type { Workbench } from '#app/actions/workbench.ts';
import { volumetricStore } from '#app/stores/volumetricStore.ts';
import { viewStore } from '#app/stores/viewStore.ts';

/**
 * Computes what a run gave for the case on the screen again, by the program's own engine, and shows where it errs. Runs
 * of models that take prompts are not repeated by themselves: there it is the user who prompts.
 */
export async function repeatRun(bench: Workbench, run: string, organ: string | undefined): Promise<void> {
  const [id, protocol] = run.split('/');
  const bundled = BUNDLED_VOLUMETRIC.find((it) => it.id === id);
  if (!bundled) return;
  const loaded = protocol === 'text' ? volumetricStore.getState().text : volumetricStore.getState().whole;
  if (loaded?.name !== id && !await loadVolumetric(bench, bundledSource(bundled.id))) return;
  const done = protocol === 'text' ? organ !== undefined && await segmentByName(bench, organ.replaceAll('_', ' ')) : await segmentWholeVolume(bench);
  if (done) viewStore.setState(({ error }) => ({ error: { ...error, visibility: 'shown' } }));
}
