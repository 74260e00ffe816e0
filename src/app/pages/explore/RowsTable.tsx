import { ScrollArea, Table, Text } from '@mantine/core';
import type { AuditRow } from '#core/evaluation/auditRows.ts';
import { figure, interval, pText, percent } from '#core/evaluation/figureText.ts';

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
  const scaled = ({ quantity }: AuditRow) => /mean|median|shift|floor|gaps|highest - lowest/.test(quantity);
  const value = (row: AuditRow, it: number | null) => (it === null ? '' : row.quantity === 'failure rate' ? percent(it) : scaled(row) ? figure(it, metric) : Number(it.toPrecision(3)).toString().replace('-', '−'));
  const range = (row: AuditRow) => (row.low === null || row.high === null ? '' : scaled(row) ? interval(row.low, row.high, metric) : `[${value(row, row.low)}, ${value(row, row.high)}]`);
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
              <Table.Td>{row.fault ? row.fault.reason : value(row, row.estimate ?? row.statistic)}</Table.Td>
              <Table.Td>{range(row)}</Table.Td>
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
