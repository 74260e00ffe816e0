import { Alert, Group, Text } from '@mantine/core';
import { useEffect } from 'react';
import { openOwnCase } from '#app/actions/ownCase.ts';
import { FileState } from '#app/pages/data/FileState.tsx';
import { useCohortDesk } from '#app/parts/cohortDeskContext.ts';
import { useWorkbench } from '#app/parts/workbenchContext.ts';
import { accessStore } from '#app/stores/accessStore.ts';

/** Says that a case waits for its files, with the way to let them be read; then it opens. */
export function CaseAccess() {
  const bench = useWorkbench();
  const desk = useCohortDesk();
  const waiting = accessStore((it) => it.waiting);
  useEffect(() => () => accessStore.setState({ waiting: null }), []);
  if (!waiting) return null;
  const { cohortId, asked } = waiting;
  return (
    <Alert color="yellow" py="xs" radius={0} title={`Case ${asked.caseId} waits for its files`} data-testid="case-access" withCloseButton closeButtonLabel="Leave it closed" onClose={() => accessStore.setState({ waiting: null })}>
      <Group gap="md">
        <Text size="sm">Its scan and masks lie where they were; nothing of them is kept in this browser.</Text>
        <FileState cohortId={cohortId} onReach={() => void openOwnCase(bench, desk, asked)} />
      </Group>
    </Alert>
  );
}
