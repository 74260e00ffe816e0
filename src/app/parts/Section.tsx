import { Group, Stack, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useId } from 'react';

/** A titled part of a side panel; a line, not a box. */
export function Section({ title, aside, children }: { readonly title: string; readonly aside?: ReactNode; readonly children: ReactNode }) {
  const id = useId();
  return (
    <Stack component="section" aria-labelledby={id} gap={8} py="sm" px="md" style={{ borderBottom: '1px solid var(--mantine-color-default-border)' }}>
      <Group justify="space-between" wrap="nowrap" mih={22}>
        <Title order={2} size="xs" c="dimmed" id={id} fw={600}>{title}</Title>
        {aside}
      </Group>
      {children}
    </Stack>
  );
}
