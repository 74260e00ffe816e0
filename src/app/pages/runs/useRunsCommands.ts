import { useMemo } from 'react';
import type { Command } from '#app/actions/command.ts';
import type { CohortDesk } from '#app/actions/cohortDesk.ts';
import { exportRun } from '#app/actions/exportRuns.ts';
import { pauseRun, startRun } from '#app/actions/runs.ts';
import { showRuns } from '#app/actions/storedRuns.ts';
import { saveFile } from '#app/parts/saveFile.ts';
import { usePageCommands } from '#app/parts/usePageCommands.ts';
import { cohortStore } from '#app/stores/cohortStore.ts';
import { runsStore } from '#app/stores/runsStore.ts';

/** What can be done on the Runs page, by name in the palette: each run with what its state allows, the newest first. */
export function useRunsCommands(desk: CohortDesk): void {
  const runs = runsStore((it) => it.runs);
  const finished = runsStore((it) => it.finished);
  const liveIds = runsStore((it) => Object.keys(it.live).sort().join(' '));
  const saved = cohortStore((it) => it.saved);
  const commands = useMemo((): readonly Command[] => {
    const live = new Set(liveIds.split(' '));
    const perRun = runs.toReversed().flatMap((run): Command[] => {
      const { id, spec, caseIds, state } = run;
      const done = finished[id] ?? 0;
      const name = `${spec.model.name} · ${spec.protocol.id} · ${saved.find((it) => it.id === spec.cohortId)?.name ?? 'a cohort'}`;
      const command = (what: string, label: string, act: () => void): Command => ({ id: `${what}-${id}`, group: name, label: `${label}: ${name}`, run: act });
      return [
        ...(live.has(id) ? [command('pause', 'Pause', () => pauseRun(id))] : done < caseIds.length && state !== 'cancelled' ? [command('resume', state === 'waiting' ? 'Start' : 'Resume', () => void startRun(desk, run))] : []),
        ...(done > 0 ? [
          command('show', 'Show on all pages', () => void showRuns(desk, spec.cohortId, [id])),
          command('csv', 'Export as CSV, one value a row', () => void exportRun(desk, run, 'csv-long').then(saveFile)),
          command('bundle', 'Export as a bundle', () => void exportRun(desk, run, 'bundle').then(saveFile)),
        ] : []),
      ];
    });
    return live.size > 0 && liveIds !== '' ? [{ id: 'pause-all', group: 'Runs', label: 'Pause all runs', run: () => { for (const id of live) pauseRun(id); } }, ...perRun] : perRun;
  }, [desk, runs, finished, liveIds, saved]);
  usePageCommands(commands);
}
