import { Badge, Button, Group, Progress, Stack, Table, Text } from '@mantine/core';
import IconAlertTriangle from '@tabler/icons-react/dist/esm/icons/IconAlertTriangle.mjs';
import IconCheck from '@tabler/icons-react/dist/esm/icons/IconCheck.mjs';
import { useEffect } from 'react';
import { checkParity, parityFile, recallParity } from '#app/actions/parity.ts';
import { useCohortDesk } from '#app/parts/cohortDeskContext.ts';
import { figureText, limitText, makerText, milliseconds, parityBadge, paritySentences } from '#app/parts/parityWords.ts';
import { saveFile } from '#app/parts/saveFile.ts';
import { useWorkbench } from '#app/parts/workbenchContext.ts';
import { engineStore } from '#app/stores/engineStore.ts';
import { parityStore } from '#app/stores/parityStore.ts';
import type { ParityRecord } from '#storage/records.ts';

/** Whether the loaded model gives its recorded answers on this device: a badge with the figures, all of them when asked. */
export function ParityPanel() {
  const bench = useWorkbench();
  const desk = useCohortDesk();
  const model = engineStore((it) => it.model);
  const { record, running } = parityStore();
  useEffect(() => { if (model) void recallParity(desk, model); }, [desk, model]);
  if (!model) return null;
  // Until another model's own check is recalled, the one before is still here.
  const shown = record && record.sha256.encoder === model.sha256['encoder'] && record.device === model.device ? record : null;
  return (
    <Stack gap={4} role="group" aria-label="Agreement with recorded answers">
      <Group justify="space-between" gap={4}>
        {shown ? <ParityBadge record={shown} /> : <Text size="xs" c="dimmed">Not checked on this device.</Text>}
        <Button size="compact-xs" variant="default" disabled={running !== null} onClick={() => void checkParity(bench, desk)}>{shown ? 'Check again' : 'Check'}</Button>
      </Group>
      {running && <Progress size="sm" value={running.total > 0 ? (100 * running.done) / running.total : 0} aria-label="Checking the model" />}
      {shown && <ParityDetails record={shown} />}
    </Stack>
  );
}

function ParityBadge({ record }: { readonly record: ParityRecord }) {
  const { holds } = record;
  const Icon = holds ? IconCheck : IconAlertTriangle;
  return (
    <Badge variant="light" color={holds ? 'cyan' : 'orange'} tt="none" radius="sm" leftSection={<Icon size={12} aria-hidden />} data-testid="parity" data-holds={holds} role="status">
      {parityBadge(record)}
    </Badge>
  );
}

function ParityDetails({ record }: { readonly record: ParityRecord }) {
  const { figures, timesMs, maker = [] } = record;
  return (
    <details>
      <Text component="summary" size="xs" style={{ cursor: 'pointer' }}>What was compared, and on what</Text>
      <Stack gap={6} pt={4}>
        <Table withRowBorders={false} verticalSpacing={1} horizontalSpacing={4} fz="xs">
          <Table.Thead><Table.Tr><Table.Th>Figure</Table.Th><Table.Th ta="right">Here</Table.Th>{maker.length > 0 && <Table.Th ta="right">Its maker</Table.Th>}<Table.Th ta="right">Limit</Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>
            {figures.map((figure) => (
              <Table.Tr key={figure.check}>
                <Table.Td>{figure.check}{!figure.holds && <Text span size="xs" fw={600} c="orange"> falls short</Text>}</Table.Td>
                <Table.Td ta="right">{figureText(figure)}</Table.Td>
                {maker.length > 0 && <Table.Td ta="right">{makerText(figure, maker)}</Table.Td>}
                <Table.Td ta="right" c="dimmed" style={{ whiteSpace: 'nowrap' }}>{limitText(figure)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        <Table withRowBorders={false} verticalSpacing={1} horizontalSpacing={4} fz="xs">
          <Table.Thead><Table.Tr><Table.Th>Time</Table.Th><Table.Th ta="right">First run</Table.Th><Table.Th ta="right">Median of {timesMs.repeats} later</Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>
            <Table.Tr><Table.Td>encode</Table.Td><Table.Td ta="right">{milliseconds(timesMs.coldEncode)}</Table.Td><Table.Td ta="right">{milliseconds(timesMs.warmEncode)}</Table.Td></Table.Tr>
            <Table.Tr><Table.Td>decode</Table.Td><Table.Td ta="right">{milliseconds(timesMs.coldDecode)}</Table.Td><Table.Td ta="right">{milliseconds(timesMs.warmDecode)}</Table.Td></Table.Tr>
          </Table.Tbody>
        </Table>
        {paritySentences(record).map((sentence) => <Text key={sentence} size="xs" c="dimmed">{sentence}</Text>)}
        <Button size="compact-xs" variant="subtle" color="gray" onClick={() => saveFile(parityFile(record))} style={{ alignSelf: 'flex-start' }}>Save as JSON</Button>
      </Stack>
    </details>
  );
}
