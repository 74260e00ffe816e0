import { Affix, Button, CloseButton, Group, Loader, Popover, Progress, Stack, Text } from '@mantine/core';
import { cancelJob } from '#app/actions/jobs.ts';
import { FaultCard } from '#app/parts/FaultCard.tsx';
import type { ShownFault } from '#app/stores/workStore.ts';
import { dismissFault, workStore } from '#app/stores/workStore.ts';

/** Background work with its progress and a way to stop it; faults stay until they are dismissed, notices wait to be asked for. */
export function WorkBar() {
  const { jobs, faults } = workStore();
  const isNotice = ({ fault }: ShownFault) => fault.severity === 'notice';
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
        <Notices notices={faults.filter(isNotice)} />
      </Group>
      <Affix position={{ bottom: 40, right: 16 }} zIndex={300}>
        <Stack gap="xs" w={400} maw="calc(100vw - 32px)" mah="60vh" style={{ overflowY: 'auto' }}>
          {faults.filter((it) => !isNotice(it)).slice(-4).map(({ id, fault }) => <FaultCard key={id} fault={fault} onClose={() => dismissFault(id)} />)}
        </Stack>
      </Affix>
    </>
  );
}

function Notices({ notices }: { readonly notices: readonly ShownFault[] }) {
  if (notices.length === 0) return null;
  return (
    <Popover width={400} position="top-end" withArrow trapFocus>
      <Popover.Target><Button size="compact-xs" variant="light" color="gray">{notices.length} {notices.length === 1 ? 'notice' : 'notices'}</Button></Popover.Target>
      <Popover.Dropdown mah="60vh" style={{ overflowY: 'auto' }}>
        <Stack gap="xs">{notices.map(({ id, fault }) => <FaultCard key={id} fault={fault} onClose={() => dismissFault(id)} />)}</Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
