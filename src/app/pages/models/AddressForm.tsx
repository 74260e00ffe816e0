import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { WantedFile } from '#app/actions/downloadModel.ts';
import { downloadAddresses } from '#app/actions/downloadModel.ts';
import { Section } from '#app/parts/Section.tsx';
import { useModelRoom } from '#app/parts/modelRoomContext.ts';

const EMPTY: WantedFile = { url: '', sha256: '' };
const DIGEST = /^[0-9a-f]{64}$/i;

/** Addresses of a model's files, or of its manifest, with what their digests are said to be. */
export function AddressForm() {
  const room = useModelRoom();
  const [files, setFiles] = useState<readonly WantedFile[]>([EMPTY]);
  const change = (at: number, part: Partial<WantedFile>) => setFiles(files.map((it, n) => (n === at ? { ...it, ...part } : it)));
  const wrong = ({ sha256 }: WantedFile) => (sha256.trim() === '' || DIGEST.test(sha256.trim()) ? null : '64 hexadecimal digits');
  const wanted = files.filter(({ url }) => url.trim() !== '');
  return (
    <Section title="From an address">
      <Text size="xs" c="dimmed">Of a manifest.json, or of encoder and decoder. A worker of its own fetches them; it is told these addresses and nothing else.</Text>
      <form onSubmit={(event) => { event.preventDefault(); void downloadAddresses(room, wanted); }}>
        <Stack gap="xs">
          {files.map((it, at) => (
            <Stack key={at} gap={4}>
              <TextInput size="xs" label={`Address of file ${at + 1}`} placeholder="https://…" type="url" value={it.url} onChange={(event) => change(at, { url: event.currentTarget.value })} />
              <TextInput size="xs" label={`SHA-256 of file ${at + 1}, if known`} value={it.sha256} error={wrong(it)} onChange={(event) => change(at, { sha256: event.currentTarget.value })} />
            </Stack>
          ))}
          <Group gap="xs">
            <Button type="submit" size="compact-sm" color="cyan.9" disabled={wanted.length === 0 || files.some((it) => wrong(it) !== null)}>Download</Button>
            <Button size="compact-sm" variant="default" onClick={() => setFiles([...files, EMPTY])}>Another file</Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
