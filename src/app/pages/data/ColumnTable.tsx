import { NativeSelect, Stack, Table, Title } from '@mantine/core';
import type { ColumnGuess, ColumnRole } from '#core/cohort/columnMapping.ts';
import type { TablePreview } from '#engine/protocol/cohortCalls.ts';

const ROLES: Readonly<Record<ColumnRole, string>> = {
  id: 'id of the case or subject', sex: 'sex', age: 'age', bmi: 'BMI', height: 'height (for BMI)', weight: 'weight (for BMI)', modality: 'modality', other: 'another attribute', ignored: 'left out',
};
const OPTIONS = Object.entries(ROLES).map(([value, label]) => ({ value, label }));
/** Each of these stands for one column only. */
const SHARED: ReadonlySet<ColumnRole> = new Set<ColumnRole>(['other', 'ignored']);

/** What each column is taken for, with some of its cells; a choice takes the role from the column that had it. */
export function ColumnTable({ preview, onAnswer }: { readonly preview: TablePreview; readonly onAnswer: (columns: readonly ColumnGuess[]) => void }) {
  const choose = (index: number, text: string) => {
    const role = (Object.keys(ROLES) as ColumnRole[]).find((it) => it === text) ?? 'other';
    onAnswer(preview.columns.map(({ examples: _examples, ...it }) => (it.index === index ? { ...it, role, confidence: 1 } : !SHARED.has(role) && it.role === role ? { ...it, role: 'other' } : it)));
  };
  return (
    <Stack gap="xs" component="section" aria-label="Columns of the table">
      <Title order={3} size="sm">Columns</Title>
      <Table verticalSpacing={4} fz="sm" layout="fixed">
        <Table.Thead><Table.Tr><Table.Th w={220}>Column</Table.Th><Table.Th w={230}>is taken as</Table.Th><Table.Th>such as</Table.Th></Table.Tr></Table.Thead>
        <Table.Tbody>
          {preview.columns.map(({ index, name, role, confidence, examples }) => (
            <Table.Tr key={index}>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{name || '(no name)'}</Table.Td>
              <Table.Td><NativeSelect size="xs" aria-label={`Column ${name} is taken as`} data={OPTIONS} value={role} onChange={(event) => choose(index, event.currentTarget.value)} description={confidence < 0.6 && role !== 'other' ? 'a guess, please check' : undefined} /></Table.Td>
              <Table.Td c="dimmed" style={{ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}>{examples.join(', ') || 'nothing'}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Stack>
  );
}
