import { Button, Group, Popover, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { bringFiles, reachFiles } from '#app/actions/importFiles.ts';
import { fileState } from '#app/actions/cohortDesk.ts';
import type { FileReach } from '#app/actions/cohortDesk.ts';
import { PickButtons } from '#app/pages/data/PickButtons.tsx';
import { useCohortDesk } from '#app/parts/cohortDeskContext.ts';

const WORDS = {
  'copy': 'Files: copied into this browser', 'reachable': 'Files: within reach', 'this-visit': 'Files: for this visit only',
  'asks': 'The browser asks again before these files are read', 'gone': 'Files: not chosen in this visit',
} as const satisfies Record<FileReach, string>;

/** Whether a cohort's files can be read now, and the way to get there. */
export function FileState({ cohortId, onReach }: { readonly cohortId: string; readonly onReach?: () => void }) {
  const desk = useCohortDesk();
  const [reach, setReach] = useState<FileReach | null>(null);
  useEffect(() => { void fileState(desk, cohortId).then(setReach); }, [desk, cohortId]);
  const look = () => void fileState(desk, cohortId).then((found) => {
    setReach(found);
    if (found !== 'gone' && found !== 'asks') onReach?.();
  });
  if (!reach) return null;
  return (
    <Group gap="xs" wrap="nowrap">
      <Text size="xs" c="dimmed" data-testid="file-state" data-reach={reach}>{WORDS[reach]}</Text>
      {reach === 'asks' && <Button size="compact-sm" variant="default" onClick={() => void reachFiles(desk, cohortId).then(look)}>Allow…</Button>}
      {reach === 'gone' && (
        <Popover width={420} withArrow trapFocus>
          <Popover.Target><Button size="compact-sm" variant="default">Choose them…</Button></Popover.Target>
          <Popover.Dropdown>
            <Stack gap="xs">
              <Text size="sm">Choose the folder or zip that this cohort came from. Finished cases of its runs are kept.</Text>
              <PickButtons compact onPick={(source) => void bringFiles(desk, cohortId, source).then(look)} />
            </Stack>
          </Popover.Dropdown>
        </Popover>
      )}
    </Group>
  );
}
