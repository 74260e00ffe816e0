import { fault } from '#core/faults.ts';
import type { WorkerPort } from '#engine/client/modelHost.ts';
import type { Call, Outcome } from '#engine/protocol/call.ts';
import type { AskOptions, Connection } from '#engine/protocol/connect.ts';
import { connect } from '#engine/protocol/connect.ts';

/** Keeps the volume worker. One that died took its images along; the next call meets a fresh one and says that nothing is open. */
export interface VolumeHost {
  ask<Request, Reply, Progress>(call: Call<Request, Reply, Progress>, request: Request, options?: AskOptions<Progress>): Promise<Outcome<Reply>>;
  destroy(): void;
}

export function makeVolumeHost(spawn: () => WorkerPort): VolumeHost {
  let held: { readonly port: WorkerPort; readonly connection: Connection } | null = null;
  const alive = (): Connection => {
    if (held && !held.connection.closedBy()) return held.connection;
    held?.port.terminate();
    const port = spawn();
    held = { port, connection: connect(port, 'volume worker') };
    return held.connection;
  };
  return {
    ask: (call, request, options) => alive().ask(call, request, options),
    destroy() {
      held?.connection.close(fault('worker-failed', { where: 'volume worker', came: 'the engine was closed' }));
      held?.port.terminate();
    },
  };
}
