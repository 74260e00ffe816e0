import { adapterName } from '#app/adapterName.ts';
import type { CohortDesk } from '#app/actions/cohortDesk.ts';
import { withStorage } from '#app/actions/cohortDesk.ts';
import type { MadeFile } from '#app/actions/exportMask.ts';
import { runJob, valueOrShown } from '#app/actions/jobs.ts';
import type { Workbench } from '#app/actions/workbench.ts';
import { engineStore } from '#app/stores/engineStore.ts';
import { parityStore } from '#app/stores/parityStore.ts';
import { PROGRAM_VERSION } from '#core/evaluation/programVersion.ts';
import type { DeviceChoice } from '#engine/client/engineClient.ts';
import type { ModelReport, ParityReply, Probe } from '#engine/protocol/modelCalls.ts';
import type { ParityRecord } from '#storage/records.ts';

/** Shows the stored check of a model on its device, none where there was none. */
export async function recallParity(desk: CohortDesk, model: ModelReport): Promise<void> {
  const found = valueOrShown(await withStorage(desk, async ({ parity }) => ({ record: await parity.get(model.sha256['encoder'], model.device) })));
  if (engineStore.getState().model === model) parityStore.setState({ record: found?.record ?? null });
}

/** Runs the loaded model's golden on its device, shows the figures and keeps them in the browser's storage. */
export async function checkParity({ engine }: Workbench, desk: CohortDesk): Promise<void> {
  const { model } = engineStore.getState();
  if (!model || parityStore.getState().running) return;
  parityStore.setState({ running: { done: 0, total: 0 } });
  const outcome = await runJob('Checking the model', ({ signal, progress }) => engine.checkParity(model.modelId, {
    signal, onProgress: ({ done, total }) => { progress(done / total); parityStore.setState({ running: { done, total } }); },
  }));
  parityStore.setState({ running: null });
  const reply = valueOrShown(outcome);
  if (!reply) return;
  const { device, probe } = engineStore.getState();
  const record = recordOf(model, reply, device, probe);
  if (engineStore.getState().model === model) parityStore.setState({ record });
  valueOrShown(await withStorage(desk, async ({ parity }) => { await parity.put(record); }));
}

export function recordOf(model: ModelReport, { figures, maker, reference, warm }: ParityReply, { runtime, reason }: DeviceChoice, probe: Probe | null): ParityRecord {
  const { modelId: id, name, precision, sha256, device, timings } = model;
  return {
    model: { id, name, precision }, sha256: { ...sha256, encoder: sha256['encoder'] }, device, adapter: adapterOf(probe), threads: runtime?.threads ?? 1, reason,
    onnxruntime: runtime?.onnxruntime ?? '', program: PROGRAM_VERSION, reference, figures, maker, holds: figures.every(({ holds }) => holds),
    timesMs: { coldEncode: timings.coldEncodeMs, coldDecode: timings.coldDecodeMs, warmEncode: warm.encodeMs, warmDecode: warm.decodeMs, repeats: warm.repeats },
    checkedAt: new Date().toISOString(),
  };
}

function adapterOf(probe: Probe | null): string {
  if (!probe) return 'not known';
  if ('absent' in probe.gpu) return `none: ${probe.gpu.absent}`;
  return adapterName(probe.gpu);
}

/** The check as a file, for a methods section or a report of a fault. */
export function parityFile(record: ParityRecord): MadeFile {
  return { name: `${record.model.id}_parity_${record.device}.json`, blob: new Blob([`${JSON.stringify(record, null, 2)}\n`], { type: 'application/json' }) };
}
