import { bytesWords } from '#core/num/bytesWords.ts';
import { Button, Checkbox, Group, Radio, Stack, Text, TextInput, Title } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Keeping } from '#app/actions/importFiles.ts';
import { answer, confirmMatches, readTable, saveDraft } from '#app/actions/importFiles.ts';
import { canRemember } from '#app/actions/pickFiles.ts';
import { ColumnTable } from '#app/pages/data/ColumnTable.tsx';
import { DoubtfulMatches } from '#app/pages/data/DoubtfulMatches.tsx';
import { FaultLines } from '#app/pages/data/FaultLines.tsx';
import { SexCodingForm } from '#app/pages/data/SexCodingForm.tsx';
import { Figure } from '#app/pages/data/Figure.tsx';
import { useCohortDesk } from '#app/parts/cohortDeskContext.ts';
import type { Draft } from '#app/stores/cohortStore.ts';
import { setDraft } from '#app/stores/cohortStore.ts';

const LAYOUTS = { nnunet: 'nnU-Net raw', totalsegmentator: 'TotalSegmentator', amos: 'AMOS22', kits: 'KiTS', bids: 'BIDS', plain: 'images and labels' } as const;

/** What an import would bring: nothing is stored until it is saved. */
export function ImportReportView({ draft, imported: { name: found, organs, report, preview } }: { readonly draft: Draft; readonly imported: NonNullable<Draft['imported']> }) {
  const desk = useCohortDesk();
  const navigate = useNavigate();
  const [name, setName] = useState(found);
  const [keeping, setKeeping] = useState<Keeping>('in-place');
  const [state, setState] = useState<'ready' | 'saving'>('ready');
  const save = async (): Promise<void> => {
    setState('saving');
    const id = await saveDraft(desk, name, keeping);
    setState('ready');
    if (id) await navigate({ to: '/data', search: { cohort: id } });
  };
  return (
    <Stack p="lg" gap="lg" maw={980} data-testid="import-report">
      <Stack gap={4}>
        <Title order={2} size="h3">{report.source}: {LAYOUTS[report.recognised]}</Title>
        <Text size="sm" c="dimmed">Recognised by {report.evidence}. {report.tablePath ? `Subjects from ${report.tablePath}.` : 'No table of subjects was found, so attributes are unknown.'} Nothing is stored yet.</Text>
      </Stack>
      <Group gap="xl">
        <Figure label="cases" value={report.cases} />
        <Figure label="subjects" value={report.subjects} />
        <Figure label="cases matched to the table" value={report.matched} />
        <Figure label="doubtful" value={report.doubtful.length} />
        <Figure label="refused" value={report.refused.length} />
        <Figure label="organs" value={organs.length} />
      </Group>
      <Text size="sm"><Text span c="dimmed">Organs: </Text>{organs.slice(0, 24).join(', ')}{organs.length > 24 ? ` and ${organs.length - 24} more` : ''}</Text>
      {preview && preview.sexCodes.length > 0 && <SexCodingForm codes={preview.sexCodes} coding={draft.answers.demographics?.sexCoding ?? {}} onAnswer={(sexCoding) => void answer(desk, { demographics: { ...draft.answers.demographics, sexCoding } })} />}
      {report.doubtful.length > 0 && <DoubtfulMatches matches={report.doubtful} onConfirm={(matches) => void confirmMatches(desk, matches)} />}
      {preview && <ColumnTable preview={preview} onAnswer={(columns) => void answer(desk, { demographics: { ...draft.answers.demographics, columns } })} />}
      {(report.tablePath || draft.answers.tablePath === null) && (
        <Checkbox size="sm" label="Leave the table out: attributes become unknown" checked={draft.answers.tablePath === null} onChange={(event) => void readTable(desk, event.currentTarget.checked ? 'without-table' : 'with-table')} />
      )}
      {report.faults.length > 0 && <Stack gap="xs"><Title order={3} size="sm">What was found on the way</Title><FaultLines faults={report.faults} /></Stack>}
      <Stack gap="sm" pt="sm" style={{ borderTop: '1px solid var(--mantine-color-default-border)' }}>
        <TextInput label="Name of the cohort" value={name} onChange={(event) => setName(event.currentTarget.value)} maw={420} />
        <Radio.Group label="Scans and masks" value={keeping} onChange={(value) => setKeeping(value === 'copy' ? 'copy' : 'in-place')}>
          <Stack gap={6} mt={4}>
            <Radio value="in-place" label={draft.files === 'remembered' ? 'stay where they are; the browser remembers the folder and asks again before reading' : `stay where they are, for this visit only${canRemember() ? '' : ' (this browser remembers no folders)'}; later you choose the folder again`} />
            <Radio value="copy" label={`are copied into this browser's storage (up to ${bytesWords(draft.listing.bytes)}), so that runs go on after a restart`} />
          </Stack>
        </Radio.Group>
        <Group><Button color="cyan.9" loading={state === 'saving'} onClick={() => void save()}>Save cohort</Button><Button variant="default" onClick={() => setDraft(null)}>Discard</Button></Group>
      </Stack>
    </Stack>
  );
}
