import { Button, FileButton, Group, Text } from '@mantine/core';
import IconFiles from '@tabler/icons-react/dist/esm/icons/IconFiles.mjs';
import IconFolderOpen from '@tabler/icons-react/dist/esm/icons/IconFolderOpen.mjs';
import { useCallback, useRef } from 'react';
import { importModel } from '#app/actions/modelLibrary.ts';
import { droppedFiles } from '#app/actions/pickFiles.ts';
import { DropAnywhere } from '#app/parts/DropAnywhere.tsx';
import { Section } from '#app/parts/Section.tsx';
import { useModelRoom } from '#app/parts/modelRoomContext.ts';

/** Files or a folder of one model, from this computer. */
export function BringModel() {
  const room = useModelRoom();
  const folder = useRef<HTMLInputElement>(null);
  const onDrop = useCallback((dropped: DataTransfer) => {
    if (!dropped.types.includes('Files')) return 'left';
    void droppedFiles(dropped).then((files) => importModel(room, files));
    return 'taken';
  }, [room]);
  return (
    <Section title="From this computer">
      <Text size="xs" c="dimmed">Encoder and decoder together (ONNX), with the weights beside them and manifest.json where there are such. Without a manifest, the model is told by the names and shapes of its tensors. Drop files or a folder anywhere on this page.</Text>
      <Group gap="xs">
        <FileButton multiple onChange={(files) => void importModel(room, files)} inputProps={{ 'aria-label': 'Files of a model' }}>
          {(props) => <Button {...props} size="compact-sm" color="cyan.9" leftSection={<IconFiles size={15} />}>Choose files…</Button>}
        </FileButton>
        <Button size="compact-sm" variant="default" leftSection={<IconFolderOpen size={15} />} onClick={() => folder.current?.click()}>Choose folder…</Button>
      </Group>
      <input
        ref={folder} type="file" multiple hidden aria-label="Folder of a model" data-testid="model-folder" {...{ webkitdirectory: '' }}
        onChange={(event) => { void importModel(room, [...(event.currentTarget.files ?? [])]); event.currentTarget.value = ''; }}
      />
      <DropAnywhere invitation="Drop the files of one model. They stay in this browser." onDrop={onDrop} />
    </Section>
  );
}
