import { Anchor, Group, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';

export function Logo() {
  return (
    <Anchor component={Link} to="/" underline="never" c="inherit" aria-label="IsoDice, first page">
      <Group gap={8} wrap="nowrap">
        <img src="./icon.svg" width={24} height={24} alt="" />
        <Text fw={650} size="md" style={{ letterSpacing: '-0.01em' }}>IsoDice</Text>
      </Group>
    </Anchor>
  );
}
