import { Button, Progress, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { keepStorage } from '#app/actions/modelLibrary.ts';
import { Section } from '#app/parts/Section.tsx';
import { bytesWords } from '#core/num/bytesWords.ts';
import { modelsStore } from '#app/stores/modelsStore.ts';

/** How much room the browser gives, and whether it may take it back by itself. */
export function StoragePanel() {
  const room = modelsStore((it) => it.room);
  const [asked, setAsked] = useState<'not-asked' | 'asked'>('not-asked');
  if (!room) return null;
  const { usedBytes, quotaBytes, persistence } = room;
  return (
    <Section title="Storage of this browser">
      <Progress value={quotaBytes > 0 ? (100 * usedBytes) / quotaBytes : 0} aria-label="Storage in use" />
      <Text size="xs" data-testid="storage-room">{bytesWords(usedBytes)} of {bytesWords(quotaBytes)} in use: models, embeddings, cohorts and runs together.</Text>
      {persistence === 'kept' ? <Text size="xs" c="dimmed">The browser keeps it until you delete it.</Text> : (
        <Stack gap={6} align="flex-start">
          <Text size="xs" c="dimmed">The browser may clear it by itself when the disk is full.{asked === 'asked' ? ' It was asked and did not agree; visiting often or adding a bookmark may change that.' : ''}</Text>
          <Button size="compact-sm" variant="default" onClick={() => void keepStorage().then(() => setAsked('asked'))}>Ask it to keep everything</Button>
        </Stack>
      )}
    </Section>
  );
}
