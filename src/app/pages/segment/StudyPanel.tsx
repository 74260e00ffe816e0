import { Button, Group, Stack, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import { needColumns, openBundled } from '#app/actions/openBundled.ts';
import { repeatRun } from '#app/actions/repeatRun.ts';
import { measureOwnCase, recomputeOwnCase } from '#app/actions/ownCase.ts';
import { FaultLines } from '#app/pages/data/FaultLines.tsx';
import { CaseNotes } from '#app/pages/segment/CaseNotes.tsx';
import { StoredAndNow } from '#app/pages/segment/StoredAndNow.tsx';
import { worstFirst } from '#app/pages/segment/worstFirst.ts';
import { Section } from '#app/parts/Section.tsx';
import { useCohortDesk } from '#app/parts/cohortDeskContext.ts';
import { useWorkbench } from '#app/parts/workbenchContext.ts';
import { caseStore } from '#app/stores/caseStore.ts';
import { repeatStore } from '#app/stores/repeatStore.ts';
import { resultsStore } from '#app/stores/resultsStore.ts';
import { volumetricStore } from '#app/stores/volumetricStore.ts';
import { workStore } from '#app/stores/workStore.ts';
import { covariateText } from '#core/cohort/covariate.ts';

/** Measures that are shown beside Dice as the run stored them. */
const STORED = ['nsd', 'hd95Mm', 'volumeErrorMl'] as const;

/** Who the case is, what the run's stored result was, what the screen computed just now, and the way to the next worst. */
export function StudyPanel() {
  const bench = useWorkbench();
  const origin = caseStore((it) => it.open?.origin);
  const organ = caseStore((it) => it.structures.find(({ value }) => value === it.target)?.name);
  const target = caseStore((it) => it.target);
  const table = resultsStore((it) => it.table);
  const answers = volumetricStore((it) => it.answers);
  const repeated = repeatStore((it) => it.result);
  const busy = workStore((it) => it.jobs.length > 0);
  const navigate = useNavigate();
  const { caseId, run } = origin?.kind === 'phantom' || origin?.kind === 'cohort' ? origin : { caseId: undefined, run: undefined };
  const record = origin?.kind === 'cohort' ? origin.record : undefined;
  const desk = useCohortDesk();
  useEffect(() => { if (caseId !== undefined && record === undefined) void openBundled().then(() => needColumns(['dice', ...STORED])); }, [caseId, record]);
  useEffect(() => { if (record !== undefined) void measureOwnCase(bench, desk); }, [bench, desk, record, target]);
  const ranked = useMemo(() => (table && run !== undefined && organ !== undefined ? worstFirst(table, run, organ) : []), [table, run, organ]);
  if (caseId === undefined || !table) return null;
  const at = table.cases.findIndex(({ id }) => id === caseId);
  const subject = record === undefined ? table.subjects.find(({ id }) => id === caseId) : table.subjects[table.cases[at]?.subject ?? -1];
  const failure = table.failures?.find(({ row }) => table.rows.case[row] === at && table.runs[table.rows.run[row]].id === run)?.fault;
  const place = ranked.findIndex(({ id }) => id === caseId);
  const failed = ranked.filter(({ dice }) => dice === null).length;
  const isScored = place >= failed;
  const facts = table.runs.find(({ id }) => id === run);
  const now = repeated?.target === target && repeated.run === run ? repeated.dice : answers.find(({ value }) => value === target)?.dice ?? null;
  const go = (to: { readonly id: string } | undefined) => { if (to && run !== undefined && organ !== undefined) void navigate({ to: '/segment', search: { case: to.id, run, organ, ...(record === undefined ? {} : { record }) } }); };
  return (
    <Section title={`Case ${caseId}`} aside={<Button size="compact-xs" variant="subtle" color="gray" onClick={() => history.back()}>Back</Button>}>
      <Text size="xs">{Object.entries(subject?.covariates ?? {}).map(([name, it]) => (it.kind === 'missing' ? `${name}: missing (${it.text ?? it.reason})` : `${name} ${covariateText(it)}`)).join(', ')}</Text>
      {facts && organ !== undefined && (
        <Stack gap={6}>
          <Text size="xs">{facts.model.name} on the {organ.replaceAll('_', ' ')}{isScored ? `: ${place - failed + 1}. worst of ${ranked.length - failed}` : place >= 0 && ': failed'}.{failed > 0 && ` ${failed} failed, which come before the worst.`} <Text span inherit c="dimmed">{facts.protocol.label}</Text></Text>
          {isScored && <StoredAndNow table={table} row={ranked[place].row} now={now} others={STORED} />}
          {!isScored && (failure ? <FaultLines faults={[failure]} /> : <Text size="xs" c="dimmed">This run has no stored result for the case.</Text>)}
          {now === null && <Button size="compact-xs" variant="light" disabled={busy} onClick={() => void (record === undefined ? repeatRun(bench, facts.id, organ) : recomputeOwnCase(bench, desk))}>Compute it again here</Button>}
          <Group gap={4}>
            <Button size="compact-xs" variant="default" disabled={place <= 0} onClick={() => go(ranked[place - 1])}>Previous worst</Button>
            <Button size="compact-xs" variant="default" disabled={place < 0 || place >= ranked.length - 1} onClick={() => go(ranked[place + 1])}>Next worst</Button>
          </Group>
        </Stack>
      )}
      <CaseNotes key={caseId} cohortId={table.name} caseId={caseId} />
    </Section>
  );
}
