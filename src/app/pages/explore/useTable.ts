import { useEffect, useState } from 'react';
import { needColumns } from '#app/actions/openBundled.ts';
import { showFault } from '#app/stores/workStore.ts';
import type { ResultsPlace } from '#app/stores/resultsStore.ts';
import { resultsStore } from '#app/stores/resultsStore.ts';
import { useWorkbench } from '#app/parts/workbenchContext.ts';
import type { TableFacts } from '#core/evaluation/tableFacts.ts';

export interface HeldTable { readonly tableId: string; readonly facts: TableFacts }

let held = 0;

/** The table on the screen, in the statistics worker's hands, with the columns that are needed. */
export function useTable(columns: readonly string[]): HeldTable | null {
  const { statistics } = useWorkbench();
  const { table, place } = resultsStore();
  const [now, setNow] = useState<HeldTable & { readonly place: ResultsPlace } | null>(null);
  const wanted = columns.join(' ');

  useEffect(() => {
    if (!table) return undefined;
    let isCurrent = true;
    const missing = wanted.split(' ').filter((name) => !table.columns.has(name) && table.columnNames.includes(name));
    if (missing.length > 0) {
      // The table comes back with them, and this effect runs again.
      void needColumns(missing);
      return undefined;
    }
    const tableId = `table-${++held}`;
    void statistics.hold(tableId, table).then((outcome) => {
      if (!isCurrent) return;
      if (outcome.state === 'done') setNow({ tableId, facts: outcome.value, place });
      else if (outcome.state === 'failed') showFault(outcome.fault);
    });
    return () => { isCurrent = false; };
  }, [statistics, table, place, wanted]);

  // With more columns a table stays what it was; other results are shown when the worker has them.
  return now?.place === place ? now : null;
}
