import type { ResultTable } from '#core/cohort/resultTable.ts';
import type { WorkerPort } from '#engine/client/modelHost.ts';
import { makeWorkerHost } from '#engine/client/workerHost.ts';
import type { Call, Outcome } from '#engine/protocol/call.ts';
import type { AskOptions } from '#engine/protocol/connect.ts';
import type { OfTable } from '#engine/protocol/statisticsCalls.ts';
import { auditCall, holdTableCall } from '#engine/protocol/statisticsCalls.ts';
import type { TableFacts } from '#core/evaluation/tableFacts.ts';

/** Statistics in the background, of one table at a time. */
export interface StatisticsClient {
  /** Gives a worker the table; what is asked afterwards by this id is about it. */
  hold(tableId: string, table: ResultTable, options?: AskOptions<never>): Promise<Outcome<TableFacts>>;
  /** Any call of statisticsCalls.ts about the table that is held. A worker that died is given the table again. */
  ask<Request extends OfTable, Reply, Progress>(call: Call<Request, Reply, Progress>, request: Request, options?: AskOptions<Progress>): Promise<Outcome<Reply>>;
  destroy(): void;
}

/**
 * Two workers: an audit of a large table holds its thread for tenths of a second at a time, and what a filter or a brush
 * asks for must not wait behind it. The one for audits is given the table when the first audit is asked for.
 */
export function makeStatisticsClient(spawn: () => WorkerPort): StatisticsClient {
  const views = makeWorkerHost(spawn, 'statistics worker');
  const audits = makeWorkerHost(spawn, 'audit worker');
  let held: { readonly tableId: string; readonly table: ResultTable } | null = null;
  return {
    hold(tableId, table, options) {
      held = { tableId, table };
      return views.ask(holdTableCall, held, options);
    },
    async ask(call, request, options) {
      const host = call.name === auditCall.name ? audits : views;
      const outcome = await host.ask(call, request, options);
      if (outcome.state !== 'failed' || outcome.fault.code !== 'results-not-held' || held?.tableId !== request.tableId) return outcome;
      const again = await host.ask(holdTableCall, held);
      return again.state === 'done' ? host.ask(call, request, options) : again;
    },
    destroy() {
      views.destroy();
      audits.destroy();
    },
  };
}
