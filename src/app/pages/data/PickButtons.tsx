import { Button, FileButton, Group } from '@mantine/core';
import IconFiles from '@tabler/icons-react/dist/esm/icons/IconFiles.mjs';
import IconFolderOpen from '@tabler/icons-react/dist/esm/icons/IconFolderOpen.mjs';
import { useRef } from 'react';
import { canRemember, pickedSource, pickFolder } from '#app/actions/pickFiles.ts';
import type { CohortSource } from '#engine/protocol/cohortCalls.ts';

/** A folder by the picker that the browser can remember, or by an input for this visit; or files: a zip, tables, results. */
export function PickButtons({ onPick, compact = false }: { readonly onPick: (source: CohortSource) => void; readonly compact?: boolean }) {
  const input = useRef<HTMLInputElement>(null);
  const size = compact ? 'compact-sm' : 'sm';
  const take = (source: CohortSource | null) => { if (source) onPick(source); };
  const folder = async (): Promise<void> => {
    if (canRemember()) take(await pickFolder());
    else input.current?.click();
  };
  return (
    <Group gap="xs">
      <Button size={size} color="cyan.9" leftSection={<IconFolderOpen size={15} />} onClick={() => void folder()}>Choose folder…</Button>
      <FileButton multiple onChange={(files) => take(pickedSource(files))}>
        {(props) => <Button {...props} size={size} variant="default" leftSection={<IconFiles size={15} />}>Choose files…</Button>}
      </FileButton>
      {canRemember() && <Button size={size} variant="subtle" color="gray" onClick={() => input.current?.click()}>Folder for this visit only…</Button>}
      <input
        ref={input} type="file" multiple hidden aria-label="Folder for this visit" data-testid="folder-input"
        {...{ webkitdirectory: '' }}
        onChange={(event) => { take(pickedSource([...(event.currentTarget.files ?? [])])); event.currentTarget.value = ''; }}
      />
    </Group>
  );
}
