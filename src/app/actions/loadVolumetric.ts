import { engineStore } from '#app/stores/engineStore.ts';
import { volumetricStore } from '#app/stores/volumetricStore.ts';
import { showFault } from '#app/stores/workStore.ts';
import { runJob, valueOrShown } from '#app/actions/jobs.ts';
import type { Workbench } from '#app/actions/workbench.ts';
import type { LoadVolumetric, VolumetricReport } from '#engine/protocol/volumetricCalls.ts';

/** The whole-volume models that come with IsoDice. */
export const BUNDLED_VOLUMETRIC = [
  { id: 'iso-net', label: 'iso-net (trained on an unbalanced cohort)' },
  { id: 'iso-net-balanced', label: 'iso-net-balanced (its balanced twin)' },
  { id: 'iso-text', label: 'iso-text (asked by name)' },
] as const;

export type BundledVolumetric = (typeof BUNDLED_VOLUMETRIC)[number]['id'];

export function bundledSource(id: BundledVolumetric): LoadVolumetric {
  return { source: { kind: 'url', manifestUrl: `./models/${id}/manifest.json` } };
}

/** Loads a whole-volume model in place of the one of its kind before. Null where that failed, which is then shown. */
export async function loadVolumetric({ engine, volumetric }: Workbench, ask: LoadVolumetric): Promise<VolumetricReport | null> {
  if (!volumetric || volumetricStore.getState().state !== 'idle') return null;
  volumetricStore.setState({ state: 'loading' });
  const report = valueOrShown(await runJob('Loading the whole-volume model', async ({ signal, progress }) => {
    engineStore.setState({ device: await engine.device({ signal }) });
    return volumetric.load(ask, { signal, onProgress: ({ doneBytes, totalBytes }) => progress(totalBytes > 0 ? doneBytes / totalBytes : null) });
  }));
  const slot = report?.family === 'sat' ? 'text' : 'whole';
  const before = volumetricStore.getState()[slot];
  volumetricStore.setState({ state: 'idle', ...(report ? { [slot]: report } : {}), ...(report && slot === 'whole' ? { wholeFrom: ask } : {}) });
  if (!report) return null;
  for (const notice of report.notices) showFault(notice);
  if (before && before.modelId !== report.modelId) await volumetric.release(before.modelId);
  return report;
}

/** The text-prompted model, loaded where it is not, and the keyboard to its field. */
export async function beginTextPrompt(bench: Workbench): Promise<void> {
  if (!volumetricStore.getState().text) await loadVolumetric(bench, bundledSource('iso-text'));
  volumetricStore.setState(({ textFocus }) => ({ textFocus: textFocus + 1 }));
}
