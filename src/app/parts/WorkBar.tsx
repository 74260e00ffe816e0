import { Affix, CloseButton, Group, Loader, Progress, Stack, Text } from '@mantine/core';
import { cancelJob } from '#app/actions/jobs.ts';
import { FaultCard } from '#app/parts/FaultCard.tsx';
import { dismissFault, workStore } from '#app/stores/workStore.ts';

/** Background work with its progress and a way to stop it; faults stay until they are dismissed. */
export function WorkBar() {
  const { jobs, faults } = workStore();
  return (
    <>
      <Group gap="md" wrap="nowrap" role="status" aria-label="Background work">
        {jobs.slice(-3).map(({ id, title, progress }) => (
          <Group key={id} gap={6} wrap="nowrap">
            {progress === null ? <Loader size={12} /> : <Progress value={progress * 100} w={80} size="sm" aria-label={title} />}
            <Text size="xs" truncate maw={260}>{title}</Text>
            <CloseButton size="xs" aria-label={`Cancel: ${title}`} onClick={() => cancelJob(id)} />
          </Group>
        ))}
      </Group>
      <Affix position={{ bottom: 40, right: 16 }} zIndex={300}>
        <Stack gap="xs" w={440} maw="calc(100vw - 32px)" mah="60vh" style={{ overflowY: 'auto' }}>
          {faults.slice(-4).map(({ id, fault }) => <FaultCard key={id} fault={fault} onClose={() => dismissFault(id)} />)}
        </Stack>
      </Affix>
    </>
  );
}
