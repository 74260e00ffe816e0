import { Button, Group, Text } from '@mantine/core';
import type { MapsAsk } from '#app/actions/errorMaps.ts';
import { caseMapsFiles, groupMapsFiles } from '#app/actions/exportMaps.ts';
import { saveFile } from '#app/parts/saveFile.ts';
import { useWorkbench } from '#app/parts/workbenchContext.ts';
import type { ResultTable } from '#core/cohort/resultTable.ts';
import type { MapsAnswer } from '#core/evaluation/compareMaps.ts';

interface TakeAlongProps { readonly table: ResultTable; readonly ask: MapsAsk; readonly answer: MapsAnswer }

/** The maps as files for other programs. */
export function TakeAlong({ table, ask, answer }: TakeAlongProps) {
  const bench = useWorkbench();
  return (
    <Group gap="xs">
      <Text size="xs" c="dimmed">For other programs:</Text>
      <Button size="compact-xs" variant="default" onClick={() => groupMapsFiles(answer, ask.organ).forEach(saveFile)}>These maps (CSV and .npy)</Button>
      <Button size="compact-xs" variant="default" onClick={() => void caseMapsFiles(bench, table, ask).then((files) => files.forEach(saveFile))}>Every case's map (.npy)</Button>
    </Group>
  );
}
