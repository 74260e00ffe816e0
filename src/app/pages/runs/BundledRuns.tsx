import { Group, Stack, Table, Text, Title } from '@mantine/core';
import { useMemo } from 'react';
import { casesWords } from '#app/pages/runs/summariseRun.ts';
import { SyntheticBadge } from '#app/parts/SyntheticBadge.tsx';
import { resultsStore } from '#app/stores/resultsStore.ts';
import { casesReached } from '#core/cohort/resultTable.ts';

/** The runs of the results on the screen, with all that a repetition needs; those that come with the program among them. */
export function BundledRuns() {
  const { table, place } = resultsStore();
  const reached = useMemo(() => (table ? casesReached(table) : []), [table]);
  if (!table) return null;
  return (
    <Stack gap="xs" component="section" aria-label="Runs of the results on the screen">
      <Group gap="xs"><Title order={2} size="h4">Runs of the results on the screen: {table.name}</Title>{table.notice && <SyntheticBadge />}</Group>
      <Text size="sm" c="dimmed">{table.notice ?? 'Your own results.'} {place === 'bundled' ? 'These runs came with the program; any case can be recomputed on the Cases page.' : ''}</Text>
      <Table fz="xs" verticalSpacing={4}>
        <Table.Thead><Table.Tr><Table.Th>Run</Table.Th><Table.Th>Protocol</Table.Th><Table.Th ta="right">Cases</Table.Th><Table.Th>Device</Table.Th><Table.Th>onnxruntime</Table.Th><Table.Th ta="right">Threads</Table.Th><Table.Th ta="right">Seed</Table.Th><Table.Th>IsoDice</Table.Th><Table.Th>Model SHA-256</Table.Th></Table.Tr></Table.Thead>
        <Table.Tbody>
          {table.runs.map((it, run) => (
            <Table.Tr key={it.id}>
              <Table.Td>{it.id}</Table.Td><Table.Td c="dimmed">{it.protocol.label}</Table.Td><Table.Td ta="right">{casesWords(reached[run], it.casesAsked)}</Table.Td><Table.Td>{it.device}</Table.Td><Table.Td>{it.onnxruntime}</Table.Td>
              <Table.Td ta="right">{it.threads}</Table.Td><Table.Td ta="right">{it.seed}</Table.Td><Table.Td>{it.program}</Table.Td><Table.Td title={it.model.sha256.join(' ')}>{it.model.sha256.map((sum) => sum.slice(0, 8)).join(' ')}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Stack>
  );
}
