import { Button, Stack, Table, Text, Title } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { casePlace } from '#app/actions/casePlace.ts';
import { voxelOfBin } from '#app/actions/errorMaps.ts';
import { useWorkbench } from '#app/parts/workbenchContext.ts';
import type { ResultTable } from '#core/cohort/resultTable.ts';
import { shownOrgan } from '#core/errormaps/bothSides.ts';
import type { CaseHere, MapsAnswer } from '#core/evaluation/compareMaps.ts';
import type { MapsAsk } from '#app/actions/errorMaps.ts';
import { bareFigure } from '#app/pages/maps/mapsFigures.ts';
import { placeWords } from '#charts/surfaceMap/layout.ts';

interface WorstHereProps { readonly table: ResultTable; readonly ask: MapsAsk; readonly answer: MapsAnswer; readonly bin: number; readonly cases: readonly CaseHere[] }

/** The subjects behind a bin; each opens with the crosshair at that spot of its own organ. */
export function WorstHere({ table, ask, answer, bin, cases }: WorstHereProps) {
  const bench = useWorkbench();
  const navigate = useNavigate();
  const open = async (caseId: string) => {
    const voxel = await voxelOfBin(bench, caseId, ask.organ, bin);
    const { to, search } = casePlace(caseId, ask.run, shownOrgan(ask.organ));
    // The place on a user's own case is found once that is open.
    void navigate({ to, search: { ...search, ...(voxel ?? { bin }) } });
  };
  return (
    <Stack gap="xs" component="section" aria-label="Subjects with the largest error here">
      <Title order={2} size="sm">Largest error {placeWords(bin, answer.topology)}</Title>
      <Table verticalSpacing={3} maw={560} fz="sm">
        <Table.Thead><Table.Tr><Table.Th>Case</Table.Th><Table.Th>Group</Table.Th><Table.Th ta="right">Distance there</Table.Th><Table.Th>In its image</Table.Th></Table.Tr></Table.Thead>
        <Table.Tbody>
          {cases.map(({ case: at, side, signedMm }) => (
            <Table.Tr key={at}>
              <Table.Td>{table.cases[at].id}</Table.Td><Table.Td>{ask.question.groups[side]}</Table.Td>
              <Table.Td ta="right">{bareFigure(signedMm, { kind: 'signed' }, true)}</Table.Td>
              <Table.Td><Button size="compact-xs" variant="light" aria-label={`Open ${table.cases[at].id} at this spot`} onClick={() => void open(table.cases[at].id)}>Open at this spot</Button></Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Text size="xs" c="dimmed">Distances are stored in steps of 0.2 mm and end at ±25.4 mm.</Text>
    </Stack>
  );
}
