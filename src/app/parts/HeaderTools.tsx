import { ActionIcon, Button, Group, Kbd, Tooltip } from '@mantine/core';
import IconKeyboard from '@tabler/icons-react/dist/esm/icons/IconKeyboard.mjs';
import IconSearch from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs';
import { DeviceBadge } from '#app/parts/DeviceBadge.tsx';
import { KeyHelp } from '#app/parts/KeyHelp.tsx';
import { modifierName } from '#app/parts/keyName.ts';
import { ThemeToggle } from '#app/parts/ThemeToggle.tsx';
import { openPalette, setKeyHelp, shellStore } from '#app/stores/shellStore.ts';

/** Right end of the header: what any page may need. */
export function HeaderTools() {
  const keyHelp = shellStore((it) => it.keyHelp);
  return (
    <Group gap="xs" wrap="nowrap">
      <Button variant="default" size="compact-sm" leftSection={<IconSearch size={14} />} rightSection={<Kbd size="xs">{modifierName()} K</Kbd>} onClick={openPalette}>Commands</Button>
      <DeviceBadge />
      <Tooltip label="Keys (?)"><ActionIcon variant="subtle" color="gray" aria-label="Keyboard help" onClick={() => setKeyHelp('open')}><IconKeyboard size={18} /></ActionIcon></Tooltip>
      <ThemeToggle />
      <KeyHelp state={keyHelp} onClose={() => setKeyHelp('closed')} />
    </Group>
  );
}
