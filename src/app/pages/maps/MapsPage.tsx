import { Center, ScrollArea, Stack, Text } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import { openBundled } from '#app/actions/openBundled.ts';
import { MapsControls } from '#app/pages/maps/MapsControls.tsx';
import { MapsResult } from '#app/pages/maps/MapsResult.tsx';
import type { MapsSearch } from '#app/pages/maps/mapsSearch.ts';
import { mapsSelection } from '#app/pages/maps/mapsSelection.ts';
import { resultsStore } from '#app/stores/resultsStore.ts';
import type { ResultTable } from '#core/cohort/resultTable.ts';
import { makeTableIndex } from '#core/evaluation/tableIndex.ts';
import { tableFacts } from '#core/evaluation/tableFacts.ts';

/** Where on an organ errors lie, in one group and in another, and where the two differ. */
export function MapsPage() {
  const table = resultsStore((it) => it.table);
  useEffect(() => { if (!table) void openBundled(); }, [table]);
  return (
    <Stack h="100%" gap={0}>
      <h1 className="heard-only">Error maps</h1>
      {table ? <MapsOf table={table} /> : <Center h="100%"><Text size="sm" c="dimmed">Results are being opened.</Text></Center>}
    </Stack>
  );
}

function MapsOf({ table }: { readonly table: ResultTable }) {
  const search = useSearch({ from: '/maps' });
  const navigate = useNavigate();
  const facts = useMemo(() => tableFacts(makeTableIndex(table)), [table]);
  const chosen = useMemo(() => mapsSelection(search, facts, table.subjects), [search, facts, table]);
  const set = (change: Partial<MapsSearch>) => void navigate({ to: '/maps', search: { ...search, ...change }, replace: true });
  if (!chosen) return <Center h="100%"><Text size="sm">These results say nothing of their subjects, so there are no groups to compare.</Text></Center>;
  return (
    <>
      {facts.notice !== null && <Text role="note" size="xs" px="md" py={4} style={{ borderBottom: '1px solid var(--mantine-color-default-border)' }}>{facts.notice}</Text>}
      <MapsControls facts={facts} chosen={chosen} set={set} />
      <ScrollArea flex={1} type="auto"><MapsResult table={table} chosen={chosen} bin={search.bin} openBin={(bin) => set({ bin })} /></ScrollArea>
    </>
  );
}
