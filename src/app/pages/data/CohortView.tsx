import { Button, Group, Stack, Text, Title } from '@mantine/core';
import IconPlayerPlay from '@tabler/icons-react/dist/esm/icons/IconPlayerPlay.mjs';
import { Link } from '@tanstack/react-router';
import { CohortTable } from '#app/pages/data/CohortTable.tsx';
import { FileState } from '#app/pages/data/FileState.tsx';
import { GroupingBar } from '#app/pages/data/GroupingBar.tsx';
import type { Cohort } from '#core/cohort/subject.ts';
import { organsOf } from '#core/cohort/subject.ts';

/** A stored cohort: where its files are, its groups, and everybody in it. */
export function CohortView({ id, cohort }: { readonly id: string; readonly cohort: Cohort }) {
  const organs = organsOf(cohort);
  return (
    <Stack gap="sm" h="100%" pt="md" mih={0} data-testid="cohort-view">
      <Group px="md" justify="space-between" wrap="nowrap" align="flex-start">
        <Stack gap={2} miw={0}>
          <Title order={2} size="h4">{cohort.name}</Title>
          <Text size="xs" c="dimmed" lineClamp={2}>{cohort.cases.length} cases of {cohort.subjects.length} subjects; {organs.length} {organs.length === 1 ? 'organ' : 'organs'}: {organs.slice(0, 20).join(', ')}{organs.length > 20 ? ', …' : ''}</Text>
        </Stack>
        <Group gap="xs" wrap="nowrap">
          <FileState key={id} cohortId={id} />
          <Button size="compact-sm" color="cyan.9" leftSection={<IconPlayerPlay size={14} />} renderRoot={(props) => <Link to="/runs" search={{ cohort: id }} {...props} />}>Evaluate…</Button>
        </Group>
      </Group>
      <GroupingBar cohort={cohort} />
      <CohortTable key={id} cohort={cohort} />
    </Stack>
  );
}
