import { useEffect, useState } from 'react';
import { openBundled } from '#app/actions/openBundled.ts';
import { openPlace } from '#app/actions/openPlace.ts';
import { useCohortDesk } from '#app/parts/cohortDeskContext.ts';
import type { ResultsPlace } from '#app/stores/resultsStore.ts';
import { isSamePlace, resultsStore } from '#app/stores/resultsStore.ts';
import type { Fault } from '#core/faults.ts';

/** Whether the results that the address names are on the screen; a fault says why they cannot be. */
export type PlaceState = { readonly state: 'opening' | 'open' } | { readonly state: 'missing'; readonly fault: Fault };

/** Opens the results that the address names. Where it names none, `tell` hears which are on the screen, so that it does. */
export function usePlace(wanted: ResultsPlace | undefined, tell: (place: ResultsPlace) => void): PlaceState {
  const desk = useCohortDesk();
  const hasTable = resultsStore((it) => it.table !== null);
  const place = resultsStore((it) => it.place);
  const key = wanted && JSON.stringify(wanted);
  const [missing, setMissing] = useState<{ readonly key: string; readonly fault: Fault } | null>(null);

  // Which table is on the screen may change without the address; the address that follows decides.
  useEffect(() => {
    if (key === undefined) {
      if (hasTable) tell(resultsStore.getState().place);
      else void openBundled();
      return undefined;
    }
    const asked = JSON.parse(key) as ResultsPlace;
    if (resultsStore.getState().table && isSamePlace(resultsStore.getState().place, asked)) return undefined;
    const stop = new AbortController();
    void openPlace(desk, asked, stop.signal).then((outcome) => {
      if (outcome.state === 'failed' && !stop.signal.aborted) setMissing({ key, fault: outcome.fault });
    });
    return () => stop.abort();
    // eslint-disable-next-line -- `tell` is about the address of now, not a reason to open again
  }, [desk, key, hasTable]);

  if (missing && missing.key === key) return { state: 'missing', fault: missing.fault };
  return { state: hasTable && (wanted === undefined || isSamePlace(place, wanted)) ? 'open' : 'opening' };
}
