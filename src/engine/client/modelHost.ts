import type { Fault } from '#core/faults.ts';
import { fault } from '#core/faults.ts';
import { deviceReason, isSoftwareGpu } from '#engine/client/deviceReason.ts';
import type { DeviceChoice } from '#engine/client/engineClient.ts';
import { raceAbort } from '#engine/client/raceAbort.ts';
import type { Call, Outcome, Port } from '#engine/protocol/call.ts';
import { CANCELLED } from '#engine/protocol/call.ts';
import type { AskOptions, Connection } from '#engine/protocol/connect.ts';
import { connect } from '#engine/protocol/connect.ts';
import type { Device, LoadProgress, ModelReport, ModelSource, Probe, Waiting } from '#engine/protocol/modelCalls.ts';
import { loadModelCall, probeCall, releaseModelCall, startCall } from '#engine/protocol/modelCalls.ts';

/** A port at whose other end something can be ended for good. */
export interface WorkerPort extends Port { terminate(): void }

export interface ModelHostOptions {
  readonly spawn: () => WorkerPort;
  /** A device that the user insists on; then no other is tried. */
  readonly forced?: Device | undefined;
  readonly waiting?: Waiting | undefined;
  readonly threads?: number | undefined;
}

/**
 * Keeps one model worker alive on the best device: WebGPU, else WASM. Each device is tried in a worker of its own. A
 * lost device or a dead worker is made anew with its models and the call is repeated once; a graphics device lost twice,
 * or one that cannot run a model, gives way to WASM.
 */
export interface ModelHost {
  choice(): DeviceChoice;
  onChoice(listen: (choice: DeviceChoice) => void): () => void;
  ready(): Promise<DeviceChoice>;
  probe(): Promise<Outcome<Probe>>;
  ask<Request, Reply, Progress>(call: Call<Request, Reply, Progress>, request: Request, options?: AskOptions<Progress>): Promise<Outcome<Reply>>;
  /**
   * The same for work in steps that keeps what it has done: after a lost device, memory that ran out, or a step that
   * WebGPU lacks, `request` is asked anew and the work goes on in a fresh worker, on WASM where WebGPU gave way.
   */
  askInSteps<Request, Reply, Progress>(call: Call<Request, Reply, Progress>, request: () => Request, options?: AskOptions<Progress>): Promise<Outcome<Reply>>;
  load(source: ModelSource, options?: AskOptions<LoadProgress>): Promise<Outcome<ModelReport>>;
  /** Asks, and asks the same again of every worker that takes this one's place. */
  loadLasting<Request, Reply, Progress>(modelId: (reply: Reply) => string, call: Call<Request, Reply, Progress>, request: Request, options?: AskOptions<Progress>): Promise<Outcome<Reply>>;
  release(modelId: string): Promise<Outcome<null>>;
  releaseLasting<Request, Reply>(modelId: string, call: Call<Request, Reply>, request: Request): Promise<Outcome<Reply>>;
  destroy(): void;
}

interface Running {
  readonly port: WorkerPort;
  readonly connection: Connection;
  readonly device: Device;
}

const LOST: ReadonlySet<string> = new Set<Fault['code']>(['gpu-lost', 'worker-failed']);
const STEP_FAILED: ReadonlySet<string> = new Set<Fault['code']>(['gpu-lost', 'worker-failed', 'device-out-of-memory', 'model-run-failed']);
const GIVES_WAY: ReadonlySet<string> = new Set<Fault['code']>(['model-run-failed', 'device-out-of-memory']);
const MOST_WORKERS = 3;

export function makeModelHost({ spawn, forced, waiting, threads }: ModelHostOptions): ModelHost {
  const listeners = new Set<(choice: DeviceChoice) => void>();
  const lasting = new Map<string, (connection: Connection) => Promise<unknown>>();
  const refused = new Map<Device, Fault>();
  let losses = 0;
  let choice: DeviceChoice = { state: 'starting', runtime: null, reason: 'The device is being chosen.', attempts: [] };
  let current: Promise<Running | Fault> | null = null;
  let probed: Probe | null = null;

  const choose = (next: DeviceChoice) => {
    choice = next;
    for (const listen of listeners) listen(next);
  };
  const attempts = () => [...refused].map(([device, why]) => ({ device, fault: why }));

  const tryDevice = async (device: Device): Promise<Running | Fault> => {
    const port = spawn();
    const connection = connect(port, 'model worker');
    const giveUp = (why: Fault) => {
      connection.close(why);
      port.terminate();
      return why;
    };
    const seen = await connection.ask(probeCall, null);
    if (seen.state !== 'done') return giveUp(seen.state === 'failed' ? seen.fault : fault('cancelled'));
    probed = seen.value;
    if (device === 'webgpu' && forced !== 'webgpu' && isSoftwareGpu(probed)) return giveUp(fault('gpu-emulated', { came: probed.gpu.description || probed.gpu.architecture }));
    const started = await connection.ask(startCall, { device, waiting, threads });
    if (started.state !== 'done') return giveUp(started.state === 'failed' ? started.fault : fault('cancelled'));
    for (const loadAgain of lasting.values()) await loadAgain(connection);
    choose({ state: 'ready', runtime: started.value, reason: deviceReason(started.value, forced, attempts(), losses), attempts: attempts() });
    return { port, connection, device };
  };

  const start = async (): Promise<Running | Fault> => {
    choose({ ...choice, state: 'starting' });
    for (const device of forced ? [forced] : (['webgpu', 'wasm'] as const)) {
      if (refused.has(device)) continue;
      const it = await tryDevice(device);
      if ('connection' in it) return it;
      refused.set(device, it);
    }
    const why = [...refused.values()].at(-1) ?? fault('runtime-failed');
    choose({ state: 'failed', runtime: null, reason: why.reason, attempts: attempts() });
    return why;
  };
  const running = () => (current ??= start());

  /** Makes another worker in place of one that is of no more use; once, however many calls saw it fail. */
  const replace = async (old: Running, why: Fault) => {
    const held = await current;
    if (held !== old) return;
    if (old.device === 'webgpu' && !forced && (GIVES_WAY.has(why.code) || losses >= 2)) refused.set('webgpu', why);
    current = null;
    old.port.terminate();
    old.connection.close(why);
    await running();
  };

  const ask: ModelHost['ask'] = async (call, request, options) => {
    for (let turn = 0; ; turn++) {
      const it = await raceAbort(running(), options?.signal);
      if (it === 'aborted') return CANCELLED;
      if (!('connection' in it)) return { state: 'failed', fault: it };
      const outcome = await it.connection.ask(call, request, options);
      if (outcome.state !== 'failed' || !LOST.has(outcome.fault.code)) return outcome;
      if (await current === it) losses++;
      await replace(it, outcome.fault);
      if (turn === 1) return outcome;
    }
  };

  const loadLasting: ModelHost['loadLasting'] = async (modelId, call, request, options) => {
    const outcome = await ask(call, request, options);
    if (outcome.state === 'done') lasting.set(modelId(outcome.value), (connection) => connection.ask(call, request));
    return outcome;
  };

  return {
    choice: () => choice,
    onChoice(listen) {
      listeners.add(listen);
      return () => listeners.delete(listen);
    },
    async ready() {
      await running();
      return choice;
    },
    async probe() {
      const it = await running();
      return probed ? { state: 'done', value: probed } : { state: 'failed', fault: 'connection' in it ? fault('internal') : it };
    },
    ask,
    async askInSteps(call, request, options) {
      for (let turn = 1; ; turn++) {
        const it = await raceAbort(running(), options?.signal);
        if (it === 'aborted') return CANCELLED;
        if (!('connection' in it)) return { state: 'failed', fault: it };
        const outcome = await it.connection.ask(call, request(), options);
        if (outcome.state !== 'failed' || !STEP_FAILED.has(outcome.fault.code)) return outcome;
        const canGiveWay = it.device === 'webgpu' && !forced;
        if (!LOST.has(outcome.fault.code) && !canGiveWay) return outcome;
        if (await current === it) losses++;
        await replace(it, outcome.fault);
        if (turn === MOST_WORKERS) return outcome;
      }
    },
    loadLasting,
    async load(source, options) {
      let outcome = await ask(loadModelCall, source, options);
      const it = await running();
      // A graph may have a step that this device lacks, which shows only when it runs.
      if (outcome.state === 'failed' && outcome.fault.code === 'model-run-failed' && 'connection' in it && it.device === 'webgpu' && !forced) {
        await replace(it, outcome.fault);
        outcome = await ask(loadModelCall, source, options);
      }
      if (outcome.state === 'done') lasting.set(outcome.value.modelId, (connection) => connection.ask(loadModelCall, source));
      return outcome;
    },
    releaseLasting(modelId, call, request) {
      lasting.delete(modelId);
      return ask(call, request);
    },
    release(modelId) {
      lasting.delete(modelId);
      return ask(releaseModelCall, { modelId });
    },
    destroy() {
      const ended = fault('worker-failed', { where: 'model worker', came: 'the engine was closed' });
      const was = current;
      current = Promise.resolve(ended);
      listeners.clear();
      void was?.then((it) => {
        if (!('connection' in it)) return;
        it.connection.close(ended);
        it.port.terminate();
      });
    },
  };
}
