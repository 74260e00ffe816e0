import { CloseButton, Group, Text } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { caseStore } from '#app/stores/caseStore.ts';

/** Says what is invented. Dismissing it leaves the badge beside the case's name. */
export function SyntheticBanner() {
  const origin = caseStore((it) => it.open?.origin.kind);
  const [state, setState] = useLocalStorage<'shown' | 'dismissed'>({ key: 'isodice-synthetic-banner', defaultValue: 'shown', getInitialValueInEffect: false });
  if (origin !== 'phantom' || state === 'dismissed') return null;
  return (
    <Group role="note" gap="xs" px="sm" py={4} wrap="nowrap" style={{ borderBottom: '1px solid var(--mantine-color-default-border)' }}>
      <Text size="xs" flex={1}>Synthetic subject; model trained by this project on synthetic images. What it reaches on real scans is said with the model.</Text>
      <CloseButton size="sm" aria-label="Dismiss to a badge" onClick={() => setState('dismissed')} />
    </Group>
  );
}
