import { Flex, ScrollArea, Stack, Text, Title } from '@mantine/core';
import { useEffect } from 'react';
import { refreshCohorts } from '#app/actions/importFiles.ts';
import { refreshRuns } from '#app/actions/storedRuns.ts';
import { BundledRuns } from '#app/pages/runs/BundledRuns.tsx';
import { NewRun } from '#app/pages/runs/NewRun.tsx';
import { RunCard } from '#app/pages/runs/RunCard.tsx';
import { useRunsCommands } from '#app/pages/runs/useRunsCommands.ts';
import { useCohortDesk } from '#app/parts/cohortDeskContext.ts';
import { cohortStore } from '#app/stores/cohortStore.ts';
import { runsStore } from '#app/stores/runsStore.ts';

/** Evaluate a cohort with a model, watch the queue, and take the results along. */
export function RunsPage() {
  const desk = useCohortDesk();
  const { runs } = runsStore();
  const saved = cohortStore((it) => it.saved);
  useRunsCommands(desk);
  useEffect(() => {
    void refreshCohorts(desk);
    void refreshRuns(desk);
  }, [desk]);
  return (
    <Flex h="100%" mih={0}>
      <h1 className="heard-only">Runs</h1>
      <ScrollArea w={340} h="100%" style={{ borderRight: '1px solid var(--mantine-color-default-border)', flexShrink: 0 }}><NewRun /></ScrollArea>
      <ScrollArea flex={1} h="100%" viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': 'Runs' }}>
        <Stack p="lg" gap="lg" maw={1000}>
          <Stack gap="sm" component="section" aria-label="Runs of your cohorts">
            <Title order={2} size="h4">Your runs</Title>
            {runs.length === 0 && <Text size="sm" c="dimmed">None yet. Choose a cohort and a model on the left; finished cases are kept even if the browser is closed.</Text>}
            {runs.toReversed().map((run) => <RunCard key={run.id} run={run} cohortName={saved.find((it) => it.id === run.spec.cohortId)?.name ?? 'a cohort'} />)}
          </Stack>
          <BundledRuns />
        </Stack>
      </ScrollArea>
    </Flex>
  );
}
