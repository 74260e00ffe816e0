import { engineStore } from '#app/stores/engineStore.ts';
import { dropAnswer } from '#app/actions/segment.ts';
import { leaveRefusedTools } from '#app/actions/promptKinds.ts';
import { modelFacts } from '#app/actions/modelFacts.ts';
import { runJob, valueOrShown } from '#app/actions/jobs.ts';
import type { Workbench } from '#app/actions/workbench.ts';
import type { ModelSource } from '#engine/protocol/modelCalls.ts';

/** The model that comes with IsoDice. */
export const BUNDLED: ModelSource = { kind: 'url', manifestUrl: './models/iso-prompt/manifest.json' };

/** Asks what the browser offers, and keeps the screen's word of it true from then on. Returns the way to stop. */
export function watchDevice({ engine }: Workbench): () => void {
  const stop = engine.onDevice((device) => engineStore.setState({ device }));
  void engine.probe().then((probe) => { if (probe.state === 'done') engineStore.setState({ probe: probe.value }); });
  return stop;
}

/** Starts the device where it has not started, and loads a model on it in place of the one before. */
export async function loadModel(bench: Workbench, source: ModelSource): Promise<boolean> {
  const { engine } = bench;
  const before = engineStore.getState().model;
  engineStore.setState({ modelState: 'loading' });
  const report = valueOrShown(await runJob('Loading the model', async ({ signal, progress }) => {
    engineStore.setState({ device: await engine.device({ signal }) });
    return engine.loadModel(source, { signal, onProgress: ({ doneBytes, totalBytes }) => progress(totalBytes > 0 ? doneBytes / totalBytes : null) });
  }));
  if (!report) {
    engineStore.setState({ modelState: before ? 'ready' : 'failed' });
    return false;
  }
  engineStore.setState({ model: report, modelState: 'ready', facts: modelFacts(await manifestOf(source)) });
  dropAnswer(bench);
  leaveRefusedTools(report);
  if (before && before.modelId !== report.modelId) await engine.releaseModel(before.modelId);
  return true;
}

/** The manifest as the engine has just read and checked it; here only for its words, so a failure leaves those out. */
async function manifestOf(source: ModelSource): Promise<unknown> {
  const file = source.kind === 'files' ? source.files.find(({ name }) => name.endsWith('.json')) : await fetch(source.manifestUrl);
  try {
    return JSON.parse((await file?.text()) ?? 'null');
  } catch {
    return null;
  }
}
