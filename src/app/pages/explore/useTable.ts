import { useEffect, useState } from 'react';
import { needColumns, openBundled } from '#app/actions/openBundled.ts';
import { showFault } from '#app/stores/workStore.ts';
import { resultsStore } from '#app/stores/resultsStore.ts';
import { useWorkbench } from '#app/parts/workbenchContext.ts';
import type { TableFacts } from '#core/evaluation/tableFacts.ts';

export interface HeldTable { readonly tableId: string; readonly facts: TableFacts }

let held = 0;

/** The table on the screen, in the statistics worker's hands, with the columns that are needed; opens the bundled one where there is none. */
export function useTable(columns: readonly string[]): HeldTable | null {
  const { statistics } = useWorkbench();
  const table = resultsStore((it) => it.table);
  const [now, setNow] = useState<HeldTable | null>(null);
  const wanted = columns.join(' ');

  useEffect(() => { if (!table) void openBundled(); }, [table]);

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
      if (outcome.state === 'done') setNow({ tableId, facts: outcome.value });
      else if (outcome.state === 'failed') showFault(outcome.fault);
    });
    return () => { isCurrent = false; };
  }, [statistics, table, wanted]);

  return now;
}
