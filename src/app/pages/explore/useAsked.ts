import { startTransition, useEffect, useMemo, useState } from 'react';
import { useWorkbench } from '#app/parts/workbenchContext.ts';
import { runJob } from '#app/actions/jobs.ts';
import type { Fault } from '#core/faults.ts';
import type { Call } from '#engine/protocol/call.ts';
import type { OfTable } from '#engine/protocol/statisticsCalls.ts';

/** An answer of the statistics worker. While a newer one is on its way the last one stays, and says so. */
export interface Asked<Reply> {
  readonly state: 'waiting' | 'done' | 'failed';
  readonly value: Reply | null;
  readonly fault: Fault | null;
}

interface Options<Progress> {
  /** Names the work in the work bar, with `fraction` as its progress, where it can take more than a moment. */
  readonly job?: { readonly title: string; readonly fraction: (progress: Progress) => number };
}

/** Asks whenever the request changes; the latest wins and the one before is cancelled. Nothing is asked for null. */
export function useAsked<Request extends OfTable, Reply, Progress>(call: Call<Request, Reply, Progress>, request: Request | null, { job }: Options<Progress> = {}): Asked<Reply> {
  const { statistics } = useWorkbench();
  const key = request && JSON.stringify(request);
  const [answer, setAnswer] = useState<{ readonly key: string | null; readonly value: Reply | null; readonly fault: Fault | null }>({ key: null, value: null, fault: null });

  useEffect(() => {
    if (key === null) return undefined;
    const stop = new AbortController();
    const asked = JSON.parse(key) as Request;
    const work = job === undefined
      ? statistics.ask(call, asked, { signal: stop.signal })
      : runJob(job.title, ({ signal, progress }) => statistics.ask(call, asked, { signal: AbortSignal.any([signal, stop.signal]), onProgress: (it) => progress(job.fraction(it)) }));
    void work.then((outcome) => {
      if (stop.signal.aborted || outcome.state === 'cancelled') return;
      // Drawn in pieces: what comes is large, and nobody is to wait for it to press a key.
      startTransition(() => setAnswer((before) => (outcome.state === 'done' ? { key, value: outcome.value, fault: null } : { key, value: before.value, fault: outcome.fault })));
    });
    return () => stop.abort();
    // eslint-disable-next-line -- the job's words do not change what is asked
  }, [call, key, statistics]);

  const state = answer.key !== key ? 'waiting' : answer.fault ? 'failed' : 'done';
  const fault = answer.key === key ? answer.fault : null;
  return useMemo(() => ({ state, value: answer.value, fault }), [state, answer.value, fault]);
}
