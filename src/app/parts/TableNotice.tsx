import { Badge, CloseButton, Group, Text } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';

/** Says of what kind the data on the screen are; dismissing it leaves a badge. */
export function TableNotice({ notice }: { readonly notice: string | null }) {
  const [state, setState] = useLocalStorage<'shown' | 'dismissed'>({ key: 'isodice-table-notice', defaultValue: 'shown', getInitialValueInEffect: false });
  if (notice === null) return null;
  if (state === 'dismissed') return <Group px="md" pt={6}><Badge component="button" variant="outline" color="gray" tt="none" radius="sm" title={notice} onClick={() => setState('shown')}>Synthetic data</Badge></Group>;
  return (
    <Group role="note" gap="xs" px="md" py={4} wrap="nowrap" style={{ borderBottom: '1px solid var(--mantine-color-default-border)' }}>
      <Text size="xs" flex={1}>{notice}</Text>
      <CloseButton size="sm" aria-label="Dismiss to a badge" onClick={() => setState('dismissed')} />
    </Group>
  );
}
