import { Group, Kbd, Modal, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { keyCaps } from '#app/parts/keyName.ts';
import { shellStore } from '#app/stores/shellStore.ts';

/** Every key of the page on the screen, from the same table that handles them. */
export function KeyHelp({ state, onClose }: { readonly state: 'open' | 'closed'; readonly onClose: () => void }) {
  const commands = shellStore((it) => it.commands).filter(({ keys }) => keys);
  const groups = [...new Set(commands.map(({ group }) => group))];
  return (
    <Modal opened={state === 'open'} onClose={onClose} title="Keys" size="xl" centered>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl">
        {groups.map((group) => (
          <Stack key={group} gap={6}>
            <Title order={3} size="sm">{group}</Title>
            {commands.filter((it) => it.group === group).map(({ id, label, keys }) => (
              <Group key={id} justify="space-between" wrap="nowrap">
                <Text size="sm">{label}</Text>
                <Group gap={4} wrap="nowrap">{keyCaps(keys?.[0] ?? '').map((cap) => <Kbd key={cap} size="xs">{cap}</Kbd>)}</Group>
              </Group>
            ))}
          </Stack>
        ))}
      </SimpleGrid>
      <Text size="sm" c="dimmed" mt="md">In the image: arrows move the crosshair, Shift in steps of five, + and − zoom, Home fits; the wheel scrolls slices, Space with a drag moves the picture. With a prompt tool, hold Shift or Alt for the opposite sign; drag a prompt to move it, a corner to resize a box.</Text>
    </Modal>
  );
}
