import { Stack, Text } from '@mantine/core';

/** A count with what it counts. */
export function Figure({ label, value }: { readonly label: string; readonly value: number }) {
  return (
    <Stack gap={0}>
      <Text size="xl" fw={600}>{value.toLocaleString('en')}</Text>
      <Text size="xs" c="dimmed">{label}</Text>
    </Stack>
  );
}
