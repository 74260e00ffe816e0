import { Table, Text } from '@mantine/core';
import { proportion } from '#app/parts/decimal.ts';
import { figure, metricInfo } from '#core/evaluation/figureText.ts';
import type { ResultTable } from '#core/cohort/resultTable.ts';

interface StoredAndNowProps {
  readonly table: ResultTable;
  readonly row: number;
  /** Dice that was computed on this screen; null where it was not. */
  readonly now: number | null;
  /** Measures that are only shown as stored. */
  readonly others: readonly string[];
}

/** A stored result beside what the same question gave on this machine just now. */
export function StoredAndNow({ table, row, now, others }: StoredAndNowProps) {
  const valueOf = (name: string): number | null => table.columns.get(name)?.[row] ?? null;
  const stored = valueOf('dice');
  return (
    <Table fz="xs" verticalSpacing={2} horizontalSpacing={4} withRowBorders={false} style={{ fontVariantNumeric: 'tabular-nums' }}>
      <Table.Thead><Table.Tr><Table.Th /><Table.Th ta="end">Stored</Table.Th><Table.Th ta="end">Now, here</Table.Th></Table.Tr></Table.Thead>
      <Table.Tbody>
        <Table.Tr>
          <Table.Td>Dice</Table.Td><Table.Td ta="end" fw={600}>{figure(stored, 'dice')}</Table.Td>
          <Table.Td ta="end" fw={600}>{now === null ? '–' : <data value={now} data-testid="recomputed">{figure(now, 'dice')}</data>}</Table.Td>
        </Table.Tr>
        {others.map((name) => <Table.Tr key={name}><Table.Td>{metricInfo(name).label}</Table.Td><Table.Td ta="end">{figure(valueOf(name), name)}</Table.Td><Table.Td /></Table.Tr>)}
      </Table.Tbody>
      {now !== null && stored !== null && <Table.Caption mt={2}><Text size="xs" c="dimmed" component="data" value={String(now - stored)} data-testid="difference">{differenceText(now - stored)}</Text></Table.Caption>}
    </Table>
  );
}

/** Another runtime rounds otherwise, so voxels on the border may change sides. */
function differenceText(difference: number): string {
  if (difference === 0) return 'Dice is exactly the same.';
  const amount = Math.abs(difference);
  return `Dice differs by ${amount < 0.0005 ? 'less than .0005' : proportion(amount)}${amount <= 0.002 ? ', as another runtime may.' : ': more than another runtime explains.'}`;
}
