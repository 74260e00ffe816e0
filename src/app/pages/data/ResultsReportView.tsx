import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { confirmMatches, showDraftResults } from '#app/actions/importFiles.ts';
import { DoubtfulMatches } from '#app/pages/data/DoubtfulMatches.tsx';
import { FaultLines } from '#app/pages/data/FaultLines.tsx';
import { Figure } from '#app/pages/data/Figure.tsx';
import { useCohortDesk } from '#app/parts/cohortDeskContext.ts';
import { setDraft } from '#app/stores/cohortStore.ts';
import type { Listing, OpenedResults } from '#engine/protocol/cohortCalls.ts';

/** Results as they were understood, before they take the screen. */
export function ResultsReportView({ results: { table, format, matched, doubtful, faults, cohort }, listing }: { readonly results: OpenedResults; readonly listing: Listing }) {
  const desk = useCohortDesk();
  return (
    <Stack p="lg" gap="lg" maw={980} data-testid="results-report">
      <Stack gap={4}>
        <Title order={2} size="h3">{listing.name}: results</Title>
        <Text size="sm" c="dimmed">Read as {format}{cohort ? ', with its cohort' : ''}. Nothing is stored yet.</Text>
      </Stack>
      <Group gap="xl">
        <Figure label="rows" value={table.rows.case.length} />
        <Figure label="cases" value={table.cases.length} />
        <Figure label="cases with known subjects" value={matched} />
        <Figure label="models" value={table.runs.length} />
        <Figure label="organs" value={table.organs.length} />
      </Group>
      <Text size="sm"><Text span c="dimmed">Metrics: </Text>{table.columnNames.join(', ')}</Text>
      {doubtful.length > 0 && <DoubtfulMatches matches={doubtful} onConfirm={(matches) => void confirmMatches(desk, matches)} />}
      {faults.length > 0 && <Stack gap="xs"><Title order={3} size="sm">What was found on the way</Title><FaultLines faults={faults} /></Stack>}
      <Group><Button color="cyan.9" onClick={() => void showDraftResults(desk)}>Open these results</Button><Button variant="default" onClick={() => setDraft(null)}>Discard</Button></Group>
    </Stack>
  );
}
