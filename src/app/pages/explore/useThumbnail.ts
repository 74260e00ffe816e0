import { useEffect, useState } from 'react';
import type { CaseShown } from '#app/actions/caseThumbnail.ts';
import { askThumbnail, keptThumbnail } from '#app/actions/caseThumbnail.ts';
import { useCohortDesk } from '#app/parts/cohortDeskContext.ts';
import { useWorkbench } from '#app/parts/workbenchContext.ts';
import type { Fault } from '#core/faults.ts';
import type { Thumbnail } from '#core/volume/thumbnail.ts';

/** Whoever only passes over a dot asks for no picture. */
const REST_MS = 120;

export type ThumbnailState = { readonly state: 'waiting' } | { readonly state: 'done'; readonly thumbnail: Thumbnail } | { readonly state: 'none'; readonly fault: Fault };

/** The picture of a case, when it is there; a case that was looked at before has it at once. */
export function useThumbnail({ caseId, organ }: CaseShown): ThumbnailState {
  const bench = useWorkbench();
  const desk = useCohortDesk();
  const key = JSON.stringify([caseId, organ]);
  const [answer, setAnswer] = useState<{ readonly key: string; readonly is: ThumbnailState } | null>(null);
  useEffect(() => {
    if (keptThumbnail({ caseId, organ })) return undefined;
    const stop = new AbortController();
    const timer = setTimeout(() => askThumbnail({
      bench, desk, caseId, organ, signal: stop.signal,
      tell: (outcome) => {
        if (stop.signal.aborted || outcome.state === 'cancelled') return;
        setAnswer({ key, is: outcome.state === 'done' ? { state: 'done', thumbnail: outcome.value } : { state: 'none', fault: outcome.fault } });
      },
    }), REST_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [bench, desk, key, caseId, organ]);
  const before = keptThumbnail({ caseId, organ });
  if (before) return { state: 'done', thumbnail: before };
  return answer?.key === key ? answer.is : { state: 'waiting' };
}
