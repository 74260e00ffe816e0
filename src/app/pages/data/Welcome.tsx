import { List, Stack, Text, Title } from '@mantine/core';
import { lookAt } from '#app/actions/importFiles.ts';
import { canRemember } from '#app/actions/pickFiles.ts';
import { PickButtons } from '#app/pages/data/PickButtons.tsx';
import { useCohortDesk } from '#app/parts/cohortDeskContext.ts';

/** What can be brought in, and how. */
export function Welcome() {
  const desk = useCohortDesk();
  return (
    <Stack p="xl" gap="lg" maw={760}>
      <Stack gap={6}>
        <Title order={2} size="h3">Bring in a cohort, or results that you already have</Title>
        <Text size="sm" c="dimmed">You see what was understood, what is doubtful and what was refused before anything is stored. Files stay on this computer.</Text>
      </Stack>
      <PickButtons onPick={(source) => void lookAt(desk, source)} />
      <Text size="sm">Or drop a folder, a zip or tables anywhere on this page.</Text>
      <Stack gap={4}>
        <Title order={3} size="sm">Scans with experts' masks</Title>
        <List size="sm" spacing={2}>
          <List.Item>nnU-Net raw, TotalSegmentator, AMOS22, KiTS23, BIDS, or folders “images” and “labels”</List.Item>
          <List.Item>beside them a table of subjects: CSV, TSV, XLSX or JSON with an id, and sex, age, BMI or height and weight</List.Item>
        </List>
      </Stack>
      <Stack gap={4}>
        <Title order={3} size="sm">Results</Title>
        <List size="sm" spacing={2}>
          <List.Item>a run bundle or results of IsoDice (zip, JSON, CSV)</List.Item>
          <List.Item>nnU-Net summary.json, MONAI, SAT, FairMedFM, TotalSegmentator evaluate, Touchstone, or a table with case, model, organ, metric, value</List.Item>
          <List.Item>choose the table of subjects together with them, so that groups are known</List.Item>
        </List>
      </Stack>
      {!canRemember() && <Text size="sm" c="dimmed">This browser remembers no folders: a cohort's files are for this visit only, unless you let IsoDice keep a copy.</Text>}
    </Stack>
  );
}
