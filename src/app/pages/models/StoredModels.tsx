import { Button, Group, Modal, Paper, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { removeModel, storedAddress } from '#app/actions/modelLibrary.ts';
import { DownloadRow } from '#app/pages/models/DownloadRow.tsx';
import { ModelCard } from '#app/pages/models/ModelCard.tsx';
import { bytesWords } from '#core/num/bytesWords.ts';
import { modelsStore } from '#app/stores/modelsStore.ts';
import type { LibraryEntry } from '#storage/modelLibrary.ts';
import { folderOf } from '#storage/modelLibrary.ts';

interface Leaving { readonly name: string; readonly folder: string; readonly bytes: number }

/** Models that the browser keeps, and what is left of downloads that ended early. */
export function StoredModels() {
  const { stored, storedState, unfinished, downloads } = modelsStore();
  const [leaving, setLeaving] = useState<Leaving | null>(null);
  const left = unfinished.filter(({ folder }) => !Object.keys(downloads).some((id) => folderOf(id) === folder));
  return (
    <Stack gap="sm" component="section" aria-label="Your models">
      <Title order={2} size="h4">Your models</Title>
      {storedState === 'read' && stored.length === 0 && left.length === 0 && Object.keys(downloads).length === 0 && <Text size="sm" c="dimmed">None yet. Files from this computer, an address or the catalogue below bring one in; it then stays in this browser.</Text>}
      {stored.map(({ entry, manifest }) => {
        const remove = <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setLeaving({ name: entry.name, folder: folderOf(entry.id), bytes: sizeOf(entry) })}>Delete…</Button>;
        return manifest
          ? <ModelCard key={entry.id} manifest={manifest} address={storedAddress(entry.id)} bytes={sizeOf(entry)} largestTensorBytes={entry.largestTensorBytes} source={entry.source ?? manifest.source ?? 'this computer'} details={<Files entry={entry} />} actions={remove} />
          : (
            <Paper key={entry.id} withBorder p="md" component="article" aria-label={entry.name} data-testid="model" data-model={entry.id}>
              <Group justify="space-between" wrap="nowrap" align="flex-start">
                <Stack gap={2}><Text fw={600}>{entry.name}</Text><Text size="xs">Its files are here, but what model they are was not understood, so it cannot be used.</Text><Files entry={entry} /></Stack>
                {remove}
              </Group>
            </Paper>
          );
      })}
      {Object.keys(downloads).map((id) => <DownloadRow key={id} id={id} />)}
      {left.map(({ folder, bytes }) => (
        <Group key={folder} justify="space-between" wrap="nowrap" data-testid="unfinished">
          <Text size="sm">{decodeURIComponent(folder)}: {bytesWords(bytes)} of a download that has not ended. Ask for it again and it goes on from there.</Text>
          <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setLeaving({ name: decodeURIComponent(folder), folder, bytes })}>Delete…</Button>
        </Group>
      ))}
      <Modal opened={leaving !== null} onClose={() => setLeaving(null)} title="Delete this model?" centered>
        <Stack>
          <Text size="sm">{leaving?.name} ({bytesWords(leaving?.bytes ?? 0)}) is removed from this browser. Results that were made with it stay.</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setLeaving(null)}>Keep it</Button>
            <Button color="orange.9" onClick={() => { if (leaving) void removeModel(leaving.folder); setLeaving(null); }}>Delete</Button>
          </Group>
        </Stack>
      </Modal>
    </Stack>
  );
}

function sizeOf({ files }: LibraryEntry): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Each file with its digest, and whether somebody promised that digest. */
function Files({ entry }: { readonly entry: LibraryEntry }) {
  return (
    <details>
      <Text component="summary" size="xs" style={{ cursor: 'pointer' }}>{entry.files.length} files and their SHA-256</Text>
      {entry.files.map(({ file, bytes, sha256, proof }) => (
        <Text key={file} size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>{file}, {bytesWords(bytes)}, {sha256} ({proof === 'promised' ? 'as promised' : 'recorded when it first came; nobody promised it'})</Text>
      ))}
    </details>
  );
}
