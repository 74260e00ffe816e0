import { Button, CloseButton, CopyButton, Group, Paper, Stack, Text } from '@mantine/core';
import IconAlertTriangle from '@tabler/icons-react/dist/esm/icons/IconAlertTriangle.mjs';
import IconInfoCircle from '@tabler/icons-react/dist/esm/icons/IconInfoCircle.mjs';
import type { Fault } from '#core/faults.ts';
import { faultSentence } from '#core/faults.ts';

const COLORS = { error: 'orange', warning: 'yellow', question: 'cyan', notice: 'gray' } as const;

/** A fault in plain words: what, what was expected, what came, what to do. */
export function FaultCard({ fault, onClose }: { readonly fault: Fault; readonly onClose: () => void }) {
  const isLoud = fault.severity === 'error' || fault.severity === 'warning';
  const Icon = isLoud ? IconAlertTriangle : IconInfoCircle;
  const color = `var(--mantine-color-${COLORS[fault.severity]}-6)`;
  return (
    <Paper withBorder shadow="md" p="sm" role={isLoud ? 'alert' : 'group'} aria-label={fault.reason} data-fault={fault.code} style={{ borderLeft: `4px solid ${color}` }}>
      <Group gap="sm" align="flex-start" wrap="nowrap">
        <Icon size={20} color={color} style={{ flexShrink: 0 }} />
        <Stack gap={4} flex={1} miw={0}>
          <Text size="sm" fw={600}>{fault.reason}</Text>
          {fault.where && <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>In {fault.where}</Text>}
          {fault.expected && <Text size="xs">Expected: {fault.expected}</Text>}
          {fault.came && <Text size="xs" style={{ overflowWrap: 'anywhere' }}>Came: {fault.came}</Text>}
          <Text size="sm">{fault.remedy}</Text>
          <CopyButton value={`${fault.code}\n${faultSentence(fault)}`}>
            {({ copied, copy }) => <Button size="compact-xs" variant="default" onClick={copy} style={{ alignSelf: 'flex-start' }}>{copied ? 'Copied' : 'Copy details'}</Button>}
          </CopyButton>
        </Stack>
        <CloseButton size="sm" aria-label="Dismiss" onClick={onClose} />
      </Group>
    </Paper>
  );
}
