import type { RunRuntime } from '#core/evaluation/runSpec.ts';
import { inOrderOfRole } from '#core/evaluation/runSpec.ts';
import { FaultError, unwrap } from '#core/faults.ts';
import type { ModelHost, WorkerPort } from '#engine/client/modelHost.ts';
import { makeModelHost } from '#engine/client/modelHost.ts';
import type { Outcome } from '#engine/protocol/call.ts';
import { evaluateCaseCall } from '#engine/protocol/caseCalls.ts';
import type { ModelReport } from '#engine/protocol/modelCalls.ts';
import type { RunRequest } from '#engine/protocol/runCalls.ts';
import type { Evaluator } from '#engine/runs/executeRun.ts';
import type { EvaluatorPool } from '#engine/runs/runSurroundings.ts';
import { loadVolumetricCall } from '#engine/protocol/volumetricCalls.ts';

const MOST_WORKERS = 8;
/** On a graphics device one worker predicts while the other reads, measures or writes; the device lock keeps them apart. */
const GPU_WORKERS = 2;

type Loaded = Pick<ModelReport, 'modelId' | 'sha256'>;

/** Loads a promptable model, or one for whole volumes where its family is no promptable one. */
async function load(host: ModelHost, model: RunRequest['model'], signal: AbortSignal): Promise<Loaded> {
  const loaded = await host.load(model, { signal });
  const isOther = loaded.state === 'failed' && loaded.fault.code === 'model-family-unknown';
  const outcome: Outcome<Loaded> = isOther ? await host.loadLasting(({ modelId }) => modelId, loadVolumetricCall, { source: model }, { signal }) : loaded;
  signal.throwIfAborted();
  if (outcome.state === 'cancelled') throw new FaultError('cancelled');
  return unwrap(outcome);
}

function runtimeOf(host: ModelHost): RunRuntime | null {
  const { runtime } = host.choice();
  return runtime && { device: runtime.device, onnxruntime: runtime.onnxruntime, threads: runtime.threads };
}

/**
 * Workers with the model loaded, for so many cases: on WebAssembly one for each processor core, sharing the cores as
 * threads where there are more; on a graphics device two. Throws the fault of the first that cannot start.
 */
export async function startEvaluators(spawn: () => WorkerPort, { model, device, workers }: RunRequest, cases: number, signal: AbortSignal): Promise<EvaluatorPool> {
  const cores = Math.max(1, navigator.hardwareConcurrency);
  const wanted = Math.max(1, Math.min(workers ?? Math.min(cores, MOST_WORKERS), cases));
  const threads = Math.max(1, Math.floor(cores / wanted));
  const hosts: ModelHost[] = [];
  const close = () => { for (const it of hosts) it.destroy(); };
  const start = async (forced: RunRequest['device']): Promise<Evaluator> => {
    const host = makeModelHost({ spawn, forced, threads });
    hosts.push(host);
    const { modelId, sha256 } = await load(host, model, signal);
    const started = runtimeOf(host);
    if (!started) throw new FaultError('runtime-failed');
    return {
      modelId, sha256: inOrderOfRole(sha256), runtime: () => runtimeOf(host) ?? started,
      evaluate: (request, options) => host.ask(evaluateCaseCall, request, options),
    };
  };
  try {
    const first = await start(device);
    const count = first.runtime().device === 'webgpu' ? Math.min(GPU_WORKERS, wanted) : wanted;
    // The others take the device that the first found to work.
    const others = await Promise.all(Array.from({ length: count - 1 }, () => start(first.runtime().device === 'webgpu' ? 'webgpu' : 'wasm')));
    return { evaluators: [first, ...others], close };
  } catch (error) {
    close();
    throw error;
  }
}
