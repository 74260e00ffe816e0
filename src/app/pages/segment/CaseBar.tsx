import { Button, FileButton, Group, Menu, Text, Tooltip } from '@mantine/core';
import IconChevronDown from '@tabler/icons-react/dist/esm/icons/IconChevronDown.mjs';
import IconDownload from '@tabler/icons-react/dist/esm/icons/IconDownload.mjs';
import IconFolderOpen from '@tabler/icons-react/dist/esm/icons/IconFolderOpen.mjs';
import IconMan from '@tabler/icons-react/dist/esm/icons/IconMan.mjs';
import { useState } from 'react';
import { exportMask, exportPrompts } from '#app/actions/exportMask.ts';
import { openFiles, openReferenceFiles } from '#app/actions/openFiles.ts';
import { saveFile } from '#app/parts/saveFile.ts';
import { SyntheticBadge } from '#app/parts/SyntheticBadge.tsx';
import { useWorkbench } from '#app/parts/workbenchContext.ts';
import { PhantomDialog } from '#app/pages/segment/PhantomDialog.tsx';
import { caseStore } from '#app/stores/caseStore.ts';

const FILES = '.nii,.gz,.png,.json,.txt';

/** What is open, and the ways to open something else or take the result along. */
export function CaseBar() {
  const bench = useWorkbench();
  const [dialog, setDialog] = useState<'closed' | 'phantom'>('closed');
  const { open, referenceName } = caseStore();
  return (
    <Group px="sm" py={6} gap="xs" wrap="nowrap" style={{ borderBottom: '1px solid var(--mantine-color-default-border)' }}>
      <FileButton multiple accept={FILES} onChange={(files) => void openFiles(bench, files)}>
        {(props) => <Button {...props} size="compact-sm" variant="default" leftSection={<IconFolderOpen size={15} />}>Open scan…</Button>}
      </FileButton>
      <FileButton multiple accept={FILES} disabled={!open} onChange={(files) => void openReferenceFiles(bench, files)}>
        {(props) => <Tooltip label="The expert's masks: one label map or several binary ones, and a file of names"><Button {...props} size="compact-sm" variant="default" disabled={!open}>Expert mask…</Button></Tooltip>}
      </FileButton>
      <Button size="compact-sm" variant="default" leftSection={<IconMan size={15} />} onClick={() => setDialog('phantom')}>Synthetic…</Button>
      <Group gap={8} flex={1} wrap="nowrap" miw={0} ml="xs">
        {open && <Text size="sm" fw={600} truncate data-testid="case-name">{open.name}</Text>}
        {open?.origin.kind === 'phantom' && <SyntheticBadge />}
        {open && <Text size="xs" c="dimmed" truncate>{open.modality === 'unknown' ? '' : `${open.modality}, `}{open.grid.dims.join(' × ')}, {open.spacingMm.map((it) => Number(it.toFixed(2))).join(' × ')} mm{referenceName ? `; expert: ${referenceName}` : ''}</Text>}
      </Group>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target><Button size="compact-sm" variant="default" disabled={!open} leftSection={<IconDownload size={15} />} rightSection={<IconChevronDown size={13} />}>Export</Button></Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => void exportMask(bench).then(saveFile)}>Mask (NIfTI, the scan's own grid)</Menu.Item>
          <Menu.Item onClick={() => saveFile(exportPrompts())}>Prompts (JSON)</Menu.Item>
          <Menu.Item onClick={() => void bench.viewer?.snapshot().then((blob) => saveFile({ name: 'isodice.png', blob }))}>Picture (PNG)</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <PhantomDialog state={dialog === 'phantom' ? 'open' : 'closed'} onClose={() => setDialog('closed')} />
    </Group>
  );
}
