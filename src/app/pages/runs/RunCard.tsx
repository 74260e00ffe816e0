import { Badge, Button, Group, Menu, Paper, Progress, Stack, Text } from '@mantine/core';
import IconChevronDown from '@tabler/icons-react/dist/esm/icons/IconChevronDown.mjs';
import IconDownload from '@tabler/icons-react/dist/esm/icons/IconDownload.mjs';
import { useState } from 'react';
import type { RunExport } from '#app/actions/exportRuns.ts';
import { exportRun } from '#app/actions/exportRuns.ts';
import { cancelRun, pauseRun, removeRun, retryFailed, startRun } from '#app/actions/runs.ts';
import { showRuns } from '#app/actions/storedRuns.ts';
import { paceWords, stateWords } from '#app/pages/runs/runWords.ts';
import { RunResultsTable } from '#app/pages/runs/RunResultsTable.tsx';
import { useCohortDesk } from '#app/parts/cohortDeskContext.ts';
import { FaultLines } from '#app/pages/data/FaultLines.tsx';
import { saveFile } from '#app/parts/saveFile.ts';
import { runsStore } from '#app/stores/runsStore.ts';
import { RESULT_EXPORTS } from '#core/cohort/results/exportResults.ts';
import { stepsOf } from '#core/evaluation/protocolSpec.ts';
import type { RunRecord } from '#core/evaluation/runSpec.ts';

const COLORS = { waiting: 'gray', running: 'cyan', paused: 'yellow', done: 'teal', cancelled: 'gray' } as const;
const EXPORTS: readonly { readonly what: RunExport; readonly label: string; readonly of: 'table' | 'run' | 'run and organ' }[] = Object.entries(RESULT_EXPORTS).filter(([, it]) => it.of !== 'run and organ').map(([what, it]) => ({ what: what as RunExport, ...it }));

/** One run: how far it is, what stands in its way, what it gave. */
export function RunCard({ run, cohortName }: { readonly run: RunRecord; readonly cohortName: string }) {
  const desk = useCohortDesk();
  const live = runsStore((it) => it.live[run.id]);
  const stored = runsStore((it) => it.finished[run.id] ?? 0);
  const [shown, setShown] = useState<'folded' | 'results'>('folded');
  const { spec, caseIds, state, runtime } = run;
  const total = caseIds.length, done = live?.phase === 'going' ? live.done : stored;
  const eachStep = stepsOf(spec.protocol.settings) > 1 ? ' (zip, a file for each number of clicks)' : '';
  const save = (what: RunExport, organ?: string) => void exportRun(desk, run, what, organ ? { organs: [organ] } : {}).then(saveFile);
  return (
    <Paper withBorder p="md" component="article" aria-label={`${spec.model.name}, ${spec.protocol.id}, ${cohortName}`} data-testid="run" data-run={run.id} data-state={live ? 'live' : state} data-done={done}>
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <Stack gap={2} miw={0}>
            <Text fw={600}>{spec.model.name} · {spec.protocol.id} · {cohortName}</Text>
            <Text size="xs" c="dimmed">{spec.protocol.label} Organs: {spec.organs.join(', ')}.</Text>
            <Text size="xs" c="dimmed">{runtime ? `${runtime.device}, ${runtime.threads} ${runtime.threads === 1 ? 'thread' : 'threads'} a case, onnxruntime ${runtime.onnxruntime}; ` : ''}seed {spec.seed}, IsoDice {spec.program}, model {spec.model.sha256.map((it) => it.slice(0, 8)).join(' ')}</Text>
          </Stack>
          <Badge variant="light" color={live ? 'cyan' : COLORS[state]} c="inherit" tt="none" style={{ flexShrink: 0 }}>{stateWords(state, live)}</Badge>
        </Group>
        <Group gap="sm" wrap="nowrap">
          <Progress flex={1} value={total === 0 ? 0 : (100 * done) / total} aria-label="Cases done" />
          <Text size="xs" style={{ whiteSpace: 'nowrap' }}>{done} of {total}{live && live.failed > 0 ? `, ${live.failed} failed` : ''}</Text>
        </Group>
        {live && <Text size="xs" c="dimmed" role="status">{paceWords(live)}</Text>}
        {!live && run.fault && <FaultLines faults={[run.fault]} />}
        <Group gap="xs">
          {live ? <Button size="compact-sm" variant="default" onClick={() => pauseRun(run.id)}>Pause</Button>
            : done < total && state !== 'cancelled' && <Button size="compact-sm" color="cyan.9" onClick={() => void startRun(desk, run)}>{state === 'waiting' ? 'Start' : 'Resume'}</Button>}
          {state !== 'done' && state !== 'cancelled' && <Button size="compact-sm" variant="default" onClick={() => void cancelRun(desk, run.id)}>Cancel</Button>}
          {done > 0 && <Button size="compact-sm" variant="default" aria-expanded={shown === 'results'} onClick={() => setShown(shown === 'results' ? 'folded' : 'results')}>Results</Button>}
          {done > 0 && <Button size="compact-sm" variant="default" onClick={() => void showRuns(desk, spec.cohortId, [run.id])}>Show on all pages</Button>}
          {done > 0 && (
            <Menu position="bottom-start" withinPortal>
              <Menu.Target><Button size="compact-sm" variant="default" leftSection={<IconDownload size={14} />} rightSection={<IconChevronDown size={13} />}>Export</Button></Menu.Target>
              <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
                <Menu.Item onClick={() => save('bundle')}>Run bundle (zip), opens again anywhere</Menu.Item>
                {EXPORTS.map(({ what, label, of }) => <Menu.Item key={what} onClick={() => save(what)}>{label}{of === 'run' && eachStep}</Menu.Item>)}
                {spec.organs.map((organ) => <Menu.Item key={organ} onClick={() => save('fairmedfm', organ)}>FairMedFM csv, {organ}{eachStep}</Menu.Item>)}
                {spec.masks === 'kept' && <Menu.Item onClick={() => save('masks')}>Predicted masks (NIfTI in a zip{eachStep && ', after the last click'})</Menu.Item>}
              </Menu.Dropdown>
            </Menu>
          )}
          {!live && <Button size="compact-sm" variant="subtle" color="gray" onClick={() => void removeRun(desk, run.id)}>Remove</Button>}
        </Group>
        {shown === 'results' && <RunResultsTable run={run} done={done} activity={live ? 'live' : 'still'} onRetry={() => void retryFailed(desk, run)} />}
      </Stack>
    </Paper>
  );
}
