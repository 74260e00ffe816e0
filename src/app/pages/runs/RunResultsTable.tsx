import { Button, Group, NativeSelect, Stack, Table, Text } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { valueOrShown } from '#app/actions/jobs.ts';
import { resultsOf } from '#app/actions/storedRuns.ts';
import { FaultLines } from '#app/pages/data/FaultLines.tsx';
import { CaseNotices } from '#app/pages/runs/CaseNotices.tsx';
import { summariseRun } from '#app/pages/runs/summariseRun.ts';
import { useCohortDesk } from '#app/parts/cohortDeskContext.ts';
import { proportion } from '#app/parts/decimal.ts';
import type { ResultTable } from '#core/cohort/resultTable.ts';
import type { RunRecord } from '#core/evaluation/runSpec.ts';
import type { EmptyPolicyName } from '#core/metrics/emptyPolicy.ts';
import { EMPTY_POLICIES } from '#core/metrics/emptyPolicy.ts';

const MOST_FAULTS = 12;
const POLICIES = Object.entries(EMPTY_POLICIES).map(([value, { label }]) => ({ value, label }));

/** Dice of each organ over the finished cases, with n and an interval, what was noticed of cases, and why some failed. */
export function RunResultsTable({ run, done, activity, onRetry }: { readonly run: RunRecord; readonly done: number; readonly activity: 'live' | 'still'; readonly onRetry: () => void }) {
  const desk = useCohortDesk();
  const [table, setTable] = useState<ResultTable | null>(null);
  const [policy, setPolicy] = useState<EmptyPolicyName>('excluded');
  useEffect(() => {
    void resultsOf(desk, { id: run.spec.cohortId, records: [run.id] }).then(valueOrShown).then((results) => setTable(results && results.table));
  }, [desk, run.id, run.spec.cohortId, done]);
  const organs = useMemo(() => table && summariseRun(table, EMPTY_POLICIES[policy]), [table, policy]);
  const faults = useMemo(() => [...new Map((table?.failures ?? []).map((it) => [it.fault.where ?? it.fault.code, it.fault])).values()], [table]);
  if (!organs) return null;
  return (
    <Stack gap="xs">
      <NativeSelect size="xs" w={260} label="Empty masks" data={POLICIES} value={policy} onChange={(event) => setPolicy(event.currentTarget.value as EmptyPolicyName)} />
      <Table fz="xs" verticalSpacing={4} horizontalSpacing={5} data-testid="run-results">
        <Table.Thead><Table.Tr><Table.Th>Run</Table.Th><Table.Th>Organ</Table.Th><Table.Th ta="right">n</Table.Th><Table.Th ta="right">mean Dice</Table.Th><Table.Th ta="right">95 % CI</Table.Th><Table.Th ta="right">median</Table.Th><Table.Th ta="right">mean NSD</Table.Th><Table.Th ta="right">missed</Table.Th><Table.Th ta="right">empty, left out</Table.Th><Table.Th ta="right">failed</Table.Th></Table.Tr></Table.Thead>
        <Table.Tbody>
          {organs.map((it) => (
            <Table.Tr key={`${it.run} ${it.organ}`} data-organ={it.organ} data-dice={it.meanDice ?? ''}>
              <Table.Td c="dimmed">{it.run}</Table.Td><Table.Td>{it.organ}</Table.Td><Table.Td ta="right">{it.n}</Table.Td><Table.Td ta="right">{proportion(it.meanDice)}</Table.Td>
              <Table.Td ta="right">{it.interval ? `${proportion(it.interval[0])} to ${proportion(it.interval[1])}` : '–'}</Table.Td><Table.Td ta="right">{proportion(it.medianDice)}</Table.Td>
              <Table.Td ta="right">{proportion(it.meanNsd)}</Table.Td><Table.Td ta="right">{it.missed}</Table.Td><Table.Td ta="right">{it.excluded}</Table.Td><Table.Td ta="right">{it.failed}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Text size="xs" c="dimmed">{EMPTY_POLICIES[policy].words} Failed cases are left out of the mean. Interval of the mean by t over cases. CT and MR are together here; Explore takes them apart.</Text>
      <CaseNotices runId={run.id} done={done} />
      {faults.length > 0 && (
        <Stack gap="xs">
          <Group>
            <Text size="sm" fw={600}>Failed cases</Text><Button size="compact-sm" variant="default" disabled={activity === 'live'} onClick={onRetry}>Try them again</Button>
            {activity === 'live' && <Text size="xs" c="dimmed">When the run has ended or is paused.</Text>}
          </Group>
          <FaultLines faults={faults.slice(0, MOST_FAULTS)} />
        </Stack>
      )}
    </Stack>
  );
}
