import { Alert } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { caseStore } from '#app/stores/caseStore.ts';

/** Says what is invented. Dismissing it leaves the badge beside the case's name. */
export function SyntheticBanner() {
  const origin = caseStore((it) => it.open?.origin.kind);
  const [state, setState] = useLocalStorage<'shown' | 'dismissed'>({ key: 'isodice-synthetic-banner', defaultValue: 'shown', getInitialValueInEffect: false });
  if (origin !== 'phantom' || state === 'dismissed') return null;
  return (
    <Alert color="yellow" variant="light" py={6} radius={0} withCloseButton closeButtonLabel="Dismiss to a badge" onClose={() => setState('dismissed')}>
      Synthetic subject; model trained by this project on synthetic images. What it reaches on real scans is said with the model.
    </Alert>
  );
}
