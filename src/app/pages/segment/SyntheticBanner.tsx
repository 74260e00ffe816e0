import { CloseButton, Group, Text } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { caseStore } from '#app/stores/caseStore.ts';
import { engineStore } from '#app/stores/engineStore.ts';
import { modelsStore } from '#app/stores/modelsStore.ts';

/** Says what is invented. Dismissing it leaves the badge beside the case's name. */
export function SyntheticBanner() {
  const origin = caseStore((it) => it.open?.origin.kind);
  const [state, setState] = useLocalStorage<'shown' | 'dismissed'>({ key: 'isodice-synthetic-banner', defaultValue: 'shown', getInitialValueInEffect: false });
  const model = engineStore((it) => it.model);
  const bundled = modelsStore((it) => it.bundled);
  const isOurs = !model || bundled.some(({ manifest }) => manifest.graphs['encoder']?.sha256 === model.sha256['encoder']);
  if (origin !== 'phantom' || state === 'dismissed') return null;
  return (
    <Group role="note" gap="xs" px="sm" py={4} wrap="nowrap" style={{ borderBottom: '1px solid var(--mantine-color-default-border)' }}>
      <Text size="xs" flex={1}>{isOurs ? 'Synthetic subject; model trained by this project on synthetic images. What it reaches on real scans is said with the model.' : 'Synthetic subject; the model is one that you brought in.'}</Text>
      <CloseButton size="sm" aria-label="Dismiss to a badge" onClick={() => setState('dismissed')} />
    </Group>
  );
}
