import { Flex, ScrollArea, Stack } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { openCohort, refreshCohorts } from '#app/actions/importFiles.ts';
import { CohortList } from '#app/pages/data/CohortList.tsx';
import { CohortView } from '#app/pages/data/CohortView.tsx';
import { FileDrop } from '#app/pages/data/FileDrop.tsx';
import { ImportReportView } from '#app/pages/data/ImportReportView.tsx';
import { ResultsReportView } from '#app/pages/data/ResultsReportView.tsx';
import { useDataCommands } from '#app/pages/data/useDataCommands.ts';
import { Welcome } from '#app/pages/data/Welcome.tsx';
import { useCohortDesk } from '#app/parts/cohortDeskContext.ts';
import { cohortStore } from '#app/stores/cohortStore.ts';

/** Bring cohorts and results in, see what was understood before anything is stored, and look at who is in them. */
export function DataPage() {
  const desk = useCohortDesk();
  const { cohort: id } = useSearch({ from: '/data' });
  const navigate = useNavigate();
  const { draft, open } = cohortStore();
  useDataCommands(desk, id, navigate);
  useEffect(() => { void refreshCohorts(desk); }, [desk]);
  useEffect(() => {
    if (id) void openCohort(desk, id);
    else cohortStore.setState({ open: null });
  }, [desk, id]);
  return (
    <Flex h="100%" mih={0}>
      <h1 className="heard-only">Data</h1>
      <CohortList />
      <Stack flex={1} gap={0} miw={0} mih={0} h="100%">
        {draft?.results ? <ScrollArea h="100%"><ResultsReportView results={draft.results} listing={draft.listing} /></ScrollArea>
          : draft?.imported ? <ScrollArea h="100%"><ImportReportView key={draft.listing.listingId} draft={draft} imported={draft.imported} /></ScrollArea>
            : open && open.id === id ? <CohortView id={open.id} sheet={open.sheet} /> : <Welcome />}
      </Stack>
      <FileDrop />
    </Flex>
  );
}
