import { ActionIcon, Group, Menu } from '@mantine/core';
import IconDots from '@tabler/icons-react/dist/esm/icons/IconDots.mjs';
import IconPencil from '@tabler/icons-react/dist/esm/icons/IconPencil.mjs';
import IconTrash from '@tabler/icons-react/dist/esm/icons/IconTrash.mjs';
import type { ReactNode } from 'react';

interface StoredEntryProps { readonly name: string; readonly onRename: () => void; readonly onRemove: () => void; readonly children: ReactNode }

/** A line of the list with what can be done to what it stands for. */
export function StoredEntry({ name, onRename, onRemove, children }: StoredEntryProps) {
  return (
    <Group gap={0} wrap="nowrap" pr={6}>
      {children}
      <Menu position="bottom-end" withinPortal>
        <Menu.Target><ActionIcon size="sm" variant="subtle" color="gray" aria-label={`More for ${name}`}><IconDots size={14} /></ActionIcon></Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={14} />} onClick={onRename}>Rename…</Menu.Item>
          <Menu.Item leftSection={<IconTrash size={14} />} onClick={onRemove}>Remove…</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Group>
  );
}
