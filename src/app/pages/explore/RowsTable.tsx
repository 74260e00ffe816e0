import { ScrollArea, Table, Text } from '@mantine/core';
import type { AuditRow } from '#core/evaluation/auditRows.ts';
import { pText } from '#core/evaluation/figureText.ts';
import { rangeText, valueText, warningText } from '#core/evaluation/rowText.ts';

interface RowsTableProps {
  readonly rows: readonly AuditRow[];
  readonly metric: string;
  readonly caption: string;
  readonly modelName: (id: string) => string;
}

/** Numbers of an audit with everything that they need to be read: n, interval, test, correction, or the reason why there is none. */
export function RowsTable({ rows, metric, caption, modelName }: RowsTableProps) {
  if (rows.length === 0) return <Text size="sm" c="dimmed">{caption}: none.</Text>;
  const isBalance = rows[0].kind === 'balance';
  return (
    <ScrollArea type="auto">
      <Table captionSide="top" fz="xs" verticalSpacing={3} stickyHeader>
        <Table.Caption ta="left" fz="sm" fw={600} mt={0}>{caption}</Table.Caption>
        <Table.Thead><Table.Tr>{[isBalance ? 'Covariate' : 'Organ', ...(isBalance ? [] : ['Model']), 'Group', 'What', 'n', 'Estimate', 'Interval', 'p', 'Corrected p', 'Adjusted for', 'Method'].map((it) => <Table.Th key={it}>{it}</Table.Th>)}</Table.Tr></Table.Thead>
        <Table.Tbody>
          {rows.map((row, n) => (
            <Table.Tr key={n}>
              <Table.Td>{isBalance ? row.metric : row.organ.replaceAll('_', ' ')}</Table.Td>
              {!isBalance && <Table.Td>{row.model.split(' − ').map(modelName).join(' − ')}</Table.Td>}
              <Table.Td>{row.reference === null ? row.group : `${row.group} − ${row.reference}`}</Table.Td>
              <Table.Td>{row.quantity}</Table.Td>
              <Table.Td>{row.nReference === null ? row.n : `${row.n}, ${row.nReference}`}</Table.Td>
              <Table.Td>{row.fault ? row.fault.reason : valueText(row, row.estimate ?? row.statistic, metric)}</Table.Td>
              <Table.Td>{rangeText(row, metric)}{row.warning && <Text fz="xs" c="light-dark(#8a4b00, #ffc078)">{warningText(row)}</Text>}</Table.Td>
              <Table.Td>{pText(row.p)}</Table.Td>
              <Table.Td>{row.pCorrected === null ? '' : `${pText(row.pCorrected)} (of ${row.familySize ?? 1})`}</Table.Td>
              <Table.Td>{row.adjustedFor.join(', ')}</Table.Td>
              <Table.Td>{row.method}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  );
}
