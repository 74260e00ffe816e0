import { Button, Center, Group, Paper, Stack, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { DataChooser } from '#app/pages/explore/DataChooser.tsx';
import { FaultLines } from '#app/pages/data/FaultLines.tsx';
import type { ResultsPlace } from '#app/stores/resultsStore.ts';
import type { Fault } from '#core/faults.ts';

interface NoResultsProps { readonly title: string; readonly fault: Fault; readonly place: ResultsPlace | null; readonly onChoose: (place: ResultsPlace) => void }

/** Why there is nothing to explore (a link names what is not here, or a table has no groups), and the ways on. */
export function NoResults({ title, fault, place, onChoose }: NoResultsProps) {
  return (
    <Center h="100%" p="md">
      <Paper withBorder p="lg" maw={560} component="section" aria-labelledby="no-results" data-testid="no-results">
        <Stack gap="md">
          <Title order={1} size="h4" id="no-results">{title}</Title>
          <div role="status"><FaultLines faults={[fault]} /></div>
          <Group gap="xs">
            <DataChooser name="Choose other results" place={place} onChoose={onChoose} />
            <Button size="xs" variant="default" renderRoot={(props) => <Link to="/data" search={{}} {...props} />}>Bring files in</Button>
          </Group>
        </Stack>
      </Paper>
    </Center>
  );
}
