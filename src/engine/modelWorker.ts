import { FaultError } from '#core/faults.ts';
import { FAMILIES } from '#engine/models/families.ts';
import { makeModelDesk } from '#engine/models/modelDesk.ts';
import { probe } from '#engine/models/probe.ts';
import type { Runtime } from '#engine/models/runtime.ts';
import { startRuntime } from '#engine/models/runtime.ts';
import { implement, serve } from '#engine/protocol/serve.ts';
import { encodeCall, forgetVolumeCall, loadModelCall, probeCall, releaseModelCall, segmentCall, startCall, statsCall } from '#engine/protocol/modelCalls.ts';

const EMBEDDING_BUDGET_BYTES = 256 * 2 ** 20;

const desk = makeModelDesk(FAMILIES, EMBEDDING_BUDGET_BYTES);
let runtime: Runtime | null = null;

serve(self, [
  implement(probeCall, probe),
  implement(startCall, async (options) => (runtime = await startRuntime(options)).report),
  implement(loadModelCall, (source, call) => {
    if (!runtime) throw new FaultError('runtime-failed', { expected: 'a started runtime', came: 'none' });
    return desk.load(runtime, source, call);
  }),
  implement(releaseModelCall, ({ modelId }) => desk.release(modelId)),
  implement(segmentCall, (request, call) => desk.segment(request, call)),
  implement(encodeCall, (request, call) => desk.encode(request, call)),
  implement(statsCall, () => desk.stats()),
  implement(forgetVolumeCall, ({ volumeKey }) => desk.forgetVolume(volumeKey)),
]);
