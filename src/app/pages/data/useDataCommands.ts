import type { UseNavigateResult } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Command } from '#app/actions/command.ts';
import type { CohortDesk } from '#app/actions/cohortDesk.ts';
import { lookAt } from '#app/actions/importFiles.ts';
import { canRemember, pickFolder } from '#app/actions/pickFiles.ts';
import { openResults } from '#app/actions/storedResults.ts';
import { usePageCommands } from '#app/parts/usePageCommands.ts';
import { cohortStore, setDraft } from '#app/stores/cohortStore.ts';

/** What can be done on the Data page, by name in the palette and by key. */
export function useDataCommands(desk: CohortDesk, openId: string | undefined, navigate: UseNavigateResult<string>): void {
  const { saved, results } = cohortStore();
  const commands = useMemo((): readonly Command[] => {
    const folder = (): void => { void pickFolder().then((source) => source && lookAt(desk, source)); };
    const start = (): void => { setDraft(null); void navigate({ to: '/data', search: {} }); };
    return [
      { id: 'bring', group: 'Data', label: 'Bring in files', keys: ['n'], run: start },
      ...(canRemember() ? [{ id: 'folder', group: 'Data', label: 'Choose a folder of scans', keys: ['o'], run: folder }] : []),
      ...(openId === undefined ? [] : [{ id: 'evaluate', group: 'Data', label: 'Evaluate the open cohort', keys: ['e'], run: () => void navigate({ to: '/runs', search: { cohort: openId } }) }]),
      ...saved.map((it): Command => ({ id: `cohort-${it.id}`, group: 'Open cohort', label: it.name, run: () => { setDraft(null); void navigate({ to: '/data', search: { cohort: it.id } }); } })),
      ...results.map((it): Command => ({ id: `results-${it.id}`, group: 'Open results', label: it.name, run: () => void openResults(desk, it.id).then((opened) => (opened ? navigate({ to: '/explore', search: {} }) : undefined)) })),
    ];
  }, [desk, openId, navigate, saved, results]);
  usePageCommands(commands);
}
