import { fault } from '#core/faults.ts';
import type { WorkerPort } from '#engine/client/modelHost.ts';
import type { Call, Outcome } from '#engine/protocol/call.ts';
import type { AskOptions, Connection } from '#engine/protocol/connect.ts';
import { connect } from '#engine/protocol/connect.ts';

/** Keeps one worker; one that died took along what it held, and the next call meets a fresh one. */
export interface WorkerHost {
  ask<Request, Reply, Progress>(call: Call<Request, Reply, Progress>, request: Request, options?: AskOptions<Progress>): Promise<Outcome<Reply>>;
  destroy(): void;
}

export function makeWorkerHost(spawn: () => WorkerPort, name: string): WorkerHost {
  let held: { readonly port: WorkerPort; readonly connection: Connection } | null = null;
  const alive = (): Connection => {
    if (held && !held.connection.closedBy()) return held.connection;
    held?.port.terminate();
    const port = spawn();
    held = { port, connection: connect(port, name) };
    return held.connection;
  };
  return {
    ask: (call, request, options) => alive().ask(call, request, options),
    destroy() {
      held?.connection.close(fault('worker-failed', { where: name, came: 'it was closed' }));
      held?.port.terminate();
    },
  };
}
