import { AppShell, Group, Text } from '@mantine/core';
import { Outlet } from '@tanstack/react-router';
import { CommandPalette } from '#app/parts/CommandPalette.tsx';
import { HeaderTools } from '#app/parts/HeaderTools.tsx';
import { Logo } from '#app/parts/Logo.tsx';
import { Navigation } from '#app/parts/Navigation.tsx';
import { WorkBar } from '#app/parts/WorkBar.tsx';

/** The frame round every page. */
export function Shell() {
  return (
    <AppShell header={{ height: 48 }} navbar={{ width: 76, breakpoint: 0 }} footer={{ height: 28 }} padding={0} transitionDuration={0}>
      <AppShell.Header px="sm">
        <Group h="100%" justify="space-between" wrap="nowrap">
          <Logo />
          <HeaderTools />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p={6} aria-label="Pages"><Navigation /></AppShell.Navbar>
      <AppShell.Main h="100dvh"><Outlet /></AppShell.Main>
      <AppShell.Footer px="sm">
        <Group h="100%" justify="space-between" wrap="nowrap">
          <Text size="xs" c="dimmed">Research use only, not a medical device.</Text>
          <WorkBar />
        </Group>
      </AppShell.Footer>
      <CommandPalette />
    </AppShell>
  );
}
