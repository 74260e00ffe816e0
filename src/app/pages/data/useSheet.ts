import { useEffect, useRef, useState } from 'react';
import { valueOrShown } from '#app/actions/jobs.ts';
import { useCohortDesk } from '#app/parts/cohortDeskContext.ts';
import type { RowOrder } from '#core/cohort/cohortRows.ts';

const NONE = new Uint32Array(0);

/** Rows of a cohort that hold every word of a filter, in order, from the worker; those of the question before until they come. */
export function useSheetRows(cohortId: string, filter: string, order: RowOrder | null): { readonly rows: Uint32Array; readonly state: 'asking' | 'there' } {
  const desk = useCohortDesk();
  const [found, setFound] = useState<{ readonly rows: Uint32Array; readonly filter: string; readonly order: RowOrder | null } | null>(null);
  useEffect(() => {
    const gone = new AbortController();
    void desk.cohorts.sheetRows({ cohortId, filter, order }, { signal: gone.signal }).then((outcome) => {
      if (!gone.signal.aborted) setFound({ rows: valueOrShown(outcome) ?? NONE, filter, order });
    });
    return () => gone.abort();
  }, [desk, cohortId, filter, order]);
  return { rows: found?.rows ?? NONE, state: found?.filter === filter && found.order === order ? 'there' : 'asking' };
}

/** Cells of the rows in sight, by row of the cohort; a row that has not come yet is absent. */
export function useSheetCells(cohortId: string, inSight: Uint32Array): ReadonlyMap<number, readonly string[]> {
  const desk = useCohortDesk();
  const [cells, setCells] = useState<ReadonlyMap<number, readonly string[]>>(new Map());
  const known = useRef(cells);
  useEffect(() => {
    if (inSight.length === 0) return undefined;
    const gone = new AbortController();
    const missing = inSight.filter((row) => !known.current.has(row));
    void desk.cohorts.sheetCells(cohortId, missing, { signal: gone.signal }).then((outcome) => {
      if (gone.signal.aborted) return;
      const came = new Map((valueOrShown(outcome) ?? []).map((it, n) => [missing[n], it]));
      // Rows that stay in sight keep their very arrays, so that they are not drawn anew.
      const next = new Map(Array.from(inSight, (row) => [row, known.current.get(row) ?? came.get(row) ?? []]));
      known.current = next;
      setCells(next);
    });
    return () => gone.abort();
  }, [desk, cohortId, inSight]);
  return cells;
}
