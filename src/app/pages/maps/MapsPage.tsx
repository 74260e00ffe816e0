import { Center, ScrollArea, Stack, Tabs, Text } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import { openBundled } from '#app/actions/openBundled.ts';
import { AllMaps } from '#app/pages/maps/AllMaps.tsx';
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
  const chosen = useMemo(() => mapsSelection(search, facts, table), [search, facts, table]);
  const set = (change: Partial<MapsSearch>) => void navigate({ to: '/maps', search: { ...search, ...change }, replace: true });
  if (!chosen) return <Center h="100%"><Text size="sm">These results say nothing of their subjects, so there are no groups to compare.</Text></Center>;
  return (
    <>
      {facts.notice !== null && <Text role="note" size="xs" px="md" py={4} style={{ borderBottom: '1px solid var(--mantine-color-default-border)' }}>{facts.notice}</Text>}
      <MapsControls facts={facts} chosen={chosen} set={set} />
      <Tabs value={search.view ?? 'one'} onChange={(it) => set({ view: it === 'all' ? 'all' : undefined })} keepMounted={false} flex={1} mih={0} display="flex" style={{ flexDirection: 'column' }}>
        <Tabs.List px="md"><Tabs.Tab value="one">One organ</Tabs.Tab><Tabs.Tab value="all">All organs and models</Tabs.Tab></Tabs.List>
        <Tabs.Panel value="one" flex={1} mih={0}><ScrollArea h="100%" type="auto"><MapsResult table={table} chosen={chosen} bin={search.bin} openBin={(bin) => set({ bin })} /></ScrollArea></Tabs.Panel>
        <Tabs.Panel value="all" flex={1} mih={0}><ScrollArea h="100%" type="auto"><AllMaps table={table} facts={facts} chosen={chosen} open={(organ, run) => set({ organ, run, view: undefined, bin: undefined })} /></ScrollArea></Tabs.Panel>
      </Tabs>
    </>
  );
}
