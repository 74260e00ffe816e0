import { useEffect, useState } from 'react';
import type { MapsAsk } from '#app/actions/errorMaps.ts';
import { compareErrorMaps, worstCasesHere } from '#app/actions/errorMaps.ts';
import { useWorkbench } from '#app/parts/workbenchContext.ts';
import type { ResultTable } from '#core/cohort/resultTable.ts';
import type { CaseHere, MapsAnswer } from '#core/evaluation/compareMaps.ts';
import type { Fault } from '#core/faults.ts';

export type MapsState =
  | { readonly state: 'computing' }
  | { readonly state: 'cancelled' }
  | { readonly state: 'failed'; readonly fault: Fault }
  | { readonly state: 'done'; readonly answer: MapsAnswer; readonly ask: MapsAsk };

/** The answer to a question; a newer question ends the one under way. */
export function useErrorMaps(table: ResultTable, ask: MapsAsk): MapsState {
  const bench = useWorkbench();
  const [now, setNow] = useState<{ readonly key: string; readonly it: MapsState }>({ key: '', it: { state: 'computing' } });
  const key = JSON.stringify(ask);
  useEffect(() => {
    const controller = new AbortController();
    const asked: MapsAsk = JSON.parse(key);
    void compareErrorMaps(bench, table, asked, controller.signal).then((outcome) => {
      if (controller.signal.aborted) return;
      setNow({ key, it: outcome.state === 'done' ? { state: 'done', answer: outcome.value, ask: asked } : outcome });
    });
    return () => controller.abort();
  }, [bench, table, key]);
  return now.key === key ? now.it : { state: 'computing' };
}

/** Worst cases of a bin, once its maps are there. */
export function useWorstCases(table: ResultTable, state: MapsState, bin: number | undefined, most: number): readonly CaseHere[] {
  const bench = useWorkbench();
  const [found, setFound] = useState<readonly CaseHere[]>([]);
  const ask = state.state === 'done' ? JSON.stringify(state.ask) : null;
  useEffect(() => {
    if (ask === null || bin === undefined) return undefined;
    let isCurrent = true;
    void worstCasesHere(bench, table, JSON.parse(ask), bin, most).then((cases) => { if (isCurrent) setFound(cases); });
    return () => { isCurrent = false; };
  }, [bench, table, ask, bin, most]);
  return bin === undefined ? [] : found;
}
