import { FaultError } from '#core/faults.ts';
import type { Families } from '#engine/models/families.ts';
import { packedBank, unpackedBank } from '#engine/models/bankFile.ts';
import { makeEmbeddingBank } from '#engine/models/embeddingBank.ts';
import { makeModelDesk } from '#engine/models/modelDesk.ts';
import { probe } from '#engine/models/probe.ts';
import { makeRunQueue } from '#engine/models/runQueue.ts';
import type { Runtime } from '#engine/models/runtime.ts';
import { startRuntime } from '#engine/models/runtime.ts';
import { checkParityCall, clearBankCall, encodeCall, exportBankCall, forgetVolumeCall, importBankCall, loadModelCall, probeCall, releaseModelCall, segmentCall, startCall, statsCall } from '#engine/protocol/modelCalls.ts';
import { encodeVolumeCall, loadVolumetricCall, predictVolumeCall, queryVolumeCall, releaseVolumetricCall, volumetricStatsCall } from '#engine/protocol/volumetricCalls.ts';
import type { Implementation } from '#engine/protocol/serve.ts';
import { implement } from '#engine/protocol/serve.ts';
import { makeVolumetricDesk } from '#engine/volumetric/volumetricDesk.ts';
import { makeEmbeddingFiles } from '#storage/embeddingFiles.ts';

const EMBEDDING_BUDGET_BYTES = 256 * 2 ** 20;
const FEATURE_BUDGET_BYTES = 768 * 2 ** 20;
const BANK_BUDGET_BYTES = 2 ** 30;

/** What a model worker does, for these families. */
export function modelImplementations(families: Families, embeddingBudgetBytes = EMBEDDING_BUDGET_BYTES): readonly Implementation[] {
  const bank = makeEmbeddingBank(makeEmbeddingFiles(BANK_BUDGET_BYTES));
  const queue = makeRunQueue();
  const desk = makeModelDesk(families, embeddingBudgetBytes, bank, queue);
  const volumetric = makeVolumetricDesk(queue, FEATURE_BUDGET_BYTES);
  let runtime: Runtime | null = null;
  const started = () => {
    if (!runtime) throw new FaultError('runtime-failed', { expected: 'a started runtime', came: 'none' });
    return runtime;
  };
  return [
    implement(probeCall, probe),
    implement(startCall, async (options) => (runtime = await startRuntime(options)).report),
    implement(loadModelCall, (source, call) => desk.load(started(), source, call)),
    implement(releaseModelCall, ({ modelId }) => desk.release(modelId)),
    implement(checkParityCall, ({ modelId }, call) => desk.checkParity(modelId, call)),
    implement(segmentCall, (request, call) => desk.segment(request, call)),
    implement(encodeCall, (request, call) => desk.encode(request, call)),
    implement(statsCall, () => desk.stats()),
    implement(forgetVolumeCall, ({ volumeKey }) => {
      volumetric.forgetVolume(volumeKey);
      return desk.forgetVolume(volumeKey);
    }),
    implement(loadVolumetricCall, (ask, call) => volumetric.load(started(), ask, call)),
    implement(releaseVolumetricCall, ({ modelId }) => volumetric.release(modelId)),
    implement(predictVolumeCall, (ask, call) => volumetric.predict(ask, call)),
    implement(encodeVolumeCall, (ask, call) => volumetric.encode(ask, call)),
    implement(queryVolumeCall, (ask, call) => volumetric.query(ask, call)),
    implement(volumetricStatsCall, () => volumetric.stats()),
    implement(exportBankCall, async ({ volumeKey }, { transfer }) => {
      const bytes = await packedBank(await bank.exported(volumeKey));
      transfer(bytes.buffer);
      return bytes;
    }),
    implement(importBankCall, async ({ volumeKey, file }) => ({ embeddings: await bank.imported(volumeKey, await unpackedBank(file)) })),
    implement(clearBankCall, async () => {
      await bank.clear();
      return null;
    }),
  ];
}
