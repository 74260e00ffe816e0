import { Button, Group, Stack, Text, Title } from '@mantine/core';
import IconPlayerPlay from '@tabler/icons-react/dist/esm/icons/IconPlayerPlay.mjs';
import { Link } from '@tanstack/react-router';
import { CohortTable } from '#app/pages/data/CohortTable.tsx';
import { FileState } from '#app/pages/data/FileState.tsx';
import { GroupingBar } from '#app/pages/data/GroupingBar.tsx';
import type { CohortSheet } from '#engine/protocol/sheetCalls.ts';

/** A stored cohort: where its files are, its groups, and everybody in it. */
export function CohortView({ id, sheet }: { readonly id: string; readonly sheet: CohortSheet }) {
  const { name, cases, subjects, organs } = sheet;
  return (
    <Stack gap="sm" h="100%" pt="md" mih={0} data-testid="cohort-view">
      <Group px="md" justify="space-between" wrap="nowrap" align="flex-start">
        <Stack gap={2} miw={0}>
          <Title order={2} size="h4">{name}</Title>
          <Text size="xs" c="dimmed" lineClamp={2}>{cases} cases of {subjects} subjects; {organs.length} {organs.length === 1 ? 'organ' : 'organs'}: {organs.slice(0, 20).join(', ')}{organs.length > 20 ? ', …' : ''}</Text>
        </Stack>
        <Group gap="xs" wrap="nowrap">
          <FileState key={id} cohortId={id} />
          <Button size="compact-sm" color="cyan.9" leftSection={<IconPlayerPlay size={14} />} renderRoot={(props) => <Link to="/runs" search={{ cohort: id }} {...props} />}>Evaluate…</Button>
        </Group>
      </Group>
      <GroupingBar key={id} cohortId={id} />
      <CohortTable key={id} cohortId={id} sheet={sheet} />
    </Stack>
  );
}
