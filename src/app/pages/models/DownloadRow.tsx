import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import { cancelDownload } from '#app/actions/downloadModel.ts';
import { downloadWords } from '#app/pages/models/downloadWords.ts';
import { modelsStore } from '#app/stores/modelsStore.ts';

/** A download under way: how far, how fast, and the way to stop it. */
export function DownloadRow({ id }: { readonly id: string }) {
  const progress = modelsStore((it) => it.downloads[id] ?? null);
  const share = progress && progress.totalBytes ? (100 * progress.doneBytes) / progress.totalBytes : 0;
  return (
    <Stack gap={4} data-testid="download" data-stage={progress?.stage ?? 'connect'} data-bytes={progress?.doneBytes ?? 0}>
      <Progress value={share} color={progress?.stage === 'silent' ? 'orange' : 'cyan'} aria-label={`Download of ${id}`} />
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>{id}: {downloadWords(progress)}</Text>
        <Button size="compact-xs" variant="default" style={{ flexShrink: 0 }} aria-label={`Cancel the download of ${id}`} onClick={() => cancelDownload(id)}>Cancel</Button>
      </Group>
    </Stack>
  );
}
