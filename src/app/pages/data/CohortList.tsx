import { ActionIcon, Button, Group, Modal, NavLink, ScrollArea, Stack, Text, Tooltip } from '@mantine/core';
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs';
import IconTrash from '@tabler/icons-react/dist/esm/icons/IconTrash.mjs';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { removeCohort } from '#app/actions/importFiles.ts';
import { removeMasks } from '#app/actions/runs.ts';
import { useCohortDesk } from '#app/parts/cohortDeskContext.ts';
import { cohortStore, setDraft } from '#app/stores/cohortStore.ts';
import type { CohortSummary } from '#storage/records.ts';

/** Stored cohorts, newest first. */
export function CohortList() {
  const desk = useCohortDesk();
  const navigate = useNavigate();
  const { cohort: openId } = useSearch({ from: '/data' });
  const { saved, savedState, draft } = cohortStore();
  const [leaving, setLeaving] = useState<CohortSummary | null>(null);
  const remove = async ({ id }: CohortSummary): Promise<void> => {
    setLeaving(null);
    await removeCohort(desk, id, removeMasks);
    if (id === openId) await navigate({ to: '/data', search: {} });
  };
  return (
    <Stack component="nav" aria-label="Cohorts" w={260} gap={0} style={{ borderRight: '1px solid var(--mantine-color-default-border)', flexShrink: 0 }}>
      <Group justify="space-between" p="sm" pb={6}>
        <Text size="xs" c="dimmed" fw={600}>Cohorts</Text>
        <Tooltip label="Bring in files"><ActionIcon variant="subtle" color="gray" aria-label="Bring in files" onClick={() => setDraft(null)} renderRoot={(props) => <Link to="/data" search={{}} {...props} />}><IconPlus size={16} /></ActionIcon></Tooltip>
      </Group>
      <ScrollArea flex={1}>
        {savedState === 'read' && saved.length === 0 && <Text size="sm" c="dimmed" px="sm">None yet. The bundled synthetic cohort needs no import.</Text>}
        {saved.map((it) => (
          <Group key={it.id} gap={0} wrap="nowrap" pr={6}>
            <NavLink
              active={!draft && it.id === openId} onClick={() => setDraft(null)} renderRoot={(props) => <Link to="/data" search={{ cohort: it.id }} {...props} />}
              label={it.name} description={`${it.cases} cases, ${it.subjects} subjects`} style={{ minWidth: 0 }}
            />
            <ActionIcon size="sm" variant="subtle" color="gray" aria-label={`Remove ${it.name}`} onClick={() => setLeaving(it)}><IconTrash size={14} /></ActionIcon>
          </Group>
        ))}
      </ScrollArea>
      <Modal opened={leaving !== null} onClose={() => setLeaving(null)} title="Remove this cohort?" centered>
        <Stack>
          <Text size="sm">{leaving?.name}, its runs, their results and masks, and notes are removed from this browser. Your own files stay where they are.</Text>
          <Group justify="flex-end"><Button variant="default" onClick={() => setLeaving(null)}>Keep it</Button><Button color="orange" onClick={() => { if (leaving) void remove(leaving); }}>Remove</Button></Group>
        </Stack>
      </Modal>
    </Stack>
  );
}
