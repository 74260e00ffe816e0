import { Alert, Button, CopyButton, Group, Text } from '@mantine/core';
import IconAlertTriangle from '@tabler/icons-react/dist/esm/icons/IconAlertTriangle.mjs';
import IconInfoCircle from '@tabler/icons-react/dist/esm/icons/IconInfoCircle.mjs';
import type { Fault } from '#core/faults.ts';
import { faultSentence } from '#core/faults.ts';

const COLORS = { error: 'orange', warning: 'yellow', question: 'cyan', notice: 'gray' } as const;

/** A fault in plain words: what, what was expected, what came, what to do. */
export function FaultCard({ fault, onClose }: { readonly fault: Fault; readonly onClose?: () => void }) {
  const Icon = fault.severity === 'error' || fault.severity === 'warning' ? IconAlertTriangle : IconInfoCircle;
  return (
    <Alert color={COLORS[fault.severity]} variant="light" icon={<Icon size={18} />} title={fault.reason} withCloseButton={onClose !== undefined}
      {...(onClose ? { onClose } : {})} closeButtonLabel="Dismiss" role={fault.severity === 'error' ? 'alert' : 'status'} data-fault={fault.code}>
      {fault.where && <Text size="sm">In {fault.where}</Text>}
      {fault.expected && <Text size="sm">Expected: {fault.expected}</Text>}
      {fault.came && <Text size="sm">Came: {fault.came}</Text>}
      <Group justify="space-between" mt={4} gap="xs">
        <Text size="sm" flex={1}>{fault.remedy}</Text>
        <CopyButton value={`${fault.code}\n${faultSentence(fault)}`}>
          {({ copied, copy }) => <Button size="compact-xs" variant="default" onClick={copy}>{copied ? 'Copied' : 'Copy details'}</Button>}
        </CopyButton>
      </Group>
    </Alert>
  );
}
