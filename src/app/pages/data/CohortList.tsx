import { ActionIcon, Group, NavLink, ScrollArea, Stack, Text, Tooltip } from '@mantine/core';
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { removeCohort } from '#app/actions/importFiles.ts';
import { removeMasks } from '#app/actions/runs.ts';
import { openResults, removeResults, renameStored } from '#app/actions/storedResults.ts';
import type { StoredQuestion } from '#app/pages/data/StoredDialog.tsx';
import { StoredDialog } from '#app/pages/data/StoredDialog.tsx';
import { StoredEntry } from '#app/pages/data/StoredEntry.tsx';
import { useCohortDesk } from '#app/parts/cohortDeskContext.ts';
import { cohortStore, setDraft } from '#app/stores/cohortStore.ts';

/** What this browser keeps: cohorts, newest first, and tables of results that were opened from files. */
export function CohortList() {
  const desk = useCohortDesk();
  const navigate = useNavigate();
  const { cohort: openId } = useSearch({ from: '/data' });
  const { saved, savedState, results, draft } = cohortStore();
  const [question, setQuestion] = useState<StoredQuestion | null>(null);
  const remove = async ({ kind, id }: StoredQuestion): Promise<void> => {
    setQuestion(null);
    if (kind === 'results') return removeResults(desk, id);
    await removeCohort(desk, id, removeMasks);
    if (id === openId) await navigate({ to: '/data', search: {} });
  };
  const ask = (kind: StoredQuestion['kind'], { id, name }: { readonly id: string; readonly name: string }) => ({
    name, onRename: () => setQuestion({ what: 'rename', kind, id, name }), onRemove: () => setQuestion({ what: 'remove', kind, id, name }),
  });
  const open = (id: string) => void openResults(desk, id).then((isOpen) => (isOpen ? navigate({ to: '/explore', search: {} }) : undefined));
  return (
    <Stack component="nav" aria-label="Cohorts and results" w={260} gap={0} style={{ borderRight: '1px solid var(--mantine-color-default-border)', flexShrink: 0 }}>
      <Group justify="space-between" p="sm" pb={6}>
        <Text size="xs" c="dimmed" fw={600}>Cohorts</Text>
        <Tooltip label="Bring in files"><ActionIcon variant="subtle" color="gray" aria-label="Bring in files" onClick={() => setDraft(null)} renderRoot={(props) => <Link to="/data" search={{}} {...props} />}><IconPlus size={16} /></ActionIcon></Tooltip>
      </Group>
      <ScrollArea flex={1}>
        {savedState === 'read' && saved.length === 0 && <Text size="sm" c="dimmed" px="sm">None yet. The bundled synthetic cohort needs no import.</Text>}
        {saved.map((it) => (
          <StoredEntry key={it.id} {...ask('cohort', it)}>
            <NavLink
              active={!draft && it.id === openId} onClick={() => setDraft(null)} renderRoot={(props) => <Link to="/data" search={{ cohort: it.id }} {...props} />}
              label={it.name} description={`${it.cases} cases, ${it.subjects} subjects`} style={{ minWidth: 0 }}
            />
          </StoredEntry>
        ))}
        {results.length > 0 && <Text size="xs" c="dimmed" fw={600} p="sm" pb={6}>Results from files</Text>}
        {results.map((it) => (
          <StoredEntry key={it.id} {...ask('results', it)}>
            <NavLink component="button" onClick={() => open(it.id)} label={it.name} description={`${it.rows.toLocaleString('en')} rows, ${it.runs} ${it.runs === 1 ? 'model' : 'models'}; opens in Explore`} style={{ minWidth: 0 }} />
          </StoredEntry>
        ))}
      </ScrollArea>
      <StoredDialog key={question?.id} question={question} onClose={() => setQuestion(null)} onRemove={(it) => void remove(it)}
        onRename={({ kind, id }, name) => { setQuestion(null); void renameStored(desk, kind, id, name); }} />
    </Stack>
  );
}
