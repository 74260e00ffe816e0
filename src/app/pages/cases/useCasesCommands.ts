import { useMemo } from 'react';
import type { Command } from '#app/actions/command.ts';
import type { CaseColumn } from '#app/pages/cases/caseColumns.ts';
import type { CasesSearch } from '#app/pages/cases/casesSearch.ts';
import { runName } from '#core/evaluation/runName.ts';
import { usePageCommands } from '#app/parts/usePageCommands.ts';
import type { ResultTable } from '#core/cohort/resultTable.ts';

interface CasesActs { readonly choose: (change: Partial<CasesSearch>) => void; /** Opens the first row; null where none can be opened. */ readonly openFirst: (() => void) | null }

/** What can be done on the Cases page, by name in the palette. */
export function useCasesCommands({ runs, organs }: ResultTable, shown: readonly CaseColumn[], { choose, openFirst }: CasesActs): void {
  const commands = useMemo((): readonly Command[] => [
    ...(openFirst ? [{ id: 'first', group: 'Cases', label: 'Open the first row', keys: ['o'], run: openFirst }] : []),
    { id: 'failed', group: 'Cases', label: 'Only failed ones', run: () => choose({ status: 'failed' }) },
    { id: 'clear', group: 'Cases', label: 'Clear all filters', run: () => choose({ run: undefined, organ: undefined, modality: undefined, status: undefined, find: undefined }) },
    ...organs.map((organ): Command => ({ id: `organ-${organ}`, group: 'Filter', label: `Only ${organ.replaceAll('_', ' ')}`, run: () => choose({ organ }) })),
    ...runs.map(({ id }): Command => ({ id: `run-${id}`, group: 'Filter', label: `Only ${runName(runs, id)}`, run: () => choose({ run: id }) })),
    ...shown.map(({ id, label }): Command => ({ id: `sort-${id}`, group: 'Sort', label: `Sort by ${label}`, run: () => choose({ sort: id, direction: 'ascending' }) })),
  ], [runs, organs, shown, choose, openFirst]);
  usePageCommands(commands);
}
