import { Badge, Popover, Stack, Table, Text, UnstyledButton } from '@mantine/core';
import { deviceFacts, deviceName } from '#app/parts/deviceWords.ts';
import { engineStore } from '#app/stores/engineStore.ts';

const COLORS = { starting: 'gray', ready: 'cyan', failed: 'orange' } as const;

/** Where networks run, in a word; why, and what the browser offers, when asked. */
export function DeviceBadge() {
  const { device, probe } = engineStore();
  return (
    <Popover width={420} position="bottom-end" withArrow trapFocus>
      <Popover.Target>
        <UnstyledButton aria-label={`Device: ${deviceName(device)}. Show why and its limits`} data-testid="device" data-device={device.runtime?.device ?? ''} data-state={device.state}>
          <Badge variant="light" color={COLORS[device.state]} tt="none" size="lg" radius="sm" style={{ cursor: 'pointer' }}>{deviceName(device)}</Badge>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown mah="70vh" style={{ overflowY: 'auto' }}>
        <Stack gap="xs">
          <Text size="sm">{device.reason}</Text>
          {device.attempts.map(({ device: tried, fault }) => <Text key={tried} size="xs" c="dimmed">{tried} gave way: {fault.reason}{fault.came ? ` (${fault.came})` : ''}</Text>)}
          <Table withRowBorders={false} verticalSpacing={2} fz="xs">
            <Table.Tbody>
              {deviceFacts(device, probe).map(({ name, value }) => <Table.Tr key={name}><Table.Td c="dimmed">{name}</Table.Td><Table.Td ta="right">{value}</Table.Td></Table.Tr>)}
            </Table.Tbody>
          </Table>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
