import { Button, Group, Stack, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { needColumns, openBundled } from '#app/actions/openBundled.ts';
import { Section } from '#app/parts/Section.tsx';
import { caseStore } from '#app/stores/caseStore.ts';
import { resultsStore } from '#app/stores/resultsStore.ts';
import { volumetricStore } from '#app/stores/volumetricStore.ts';
import type { ResultTable } from '#core/cohort/resultTable.ts';
import { rowsOf } from '#core/cohort/resultTable.ts';
import { covariateText } from '#core/cohort/covariate.ts';
import { figure } from '#core/evaluation/figureText.ts';

/** Who the case is, what the run's stored result was, what the screen computed just now, and the way to the next worst. */
export function StudyPanel() {
  const origin = caseStore((it) => it.open?.origin);
  const organ = caseStore((it) => it.structures.find(({ value }) => value === it.target)?.name);
  const target = caseStore((it) => it.target);
  const table = resultsStore((it) => it.table);
  const answers = volumetricStore((it) => it.answers);
  const navigate = useNavigate();
  const caseId = origin?.kind === 'phantom' ? origin.caseId : undefined;
  const run = origin?.kind === 'phantom' ? origin.run : undefined;
  useEffect(() => { if (caseId !== undefined) void openBundled().then(() => needColumns(['dice'])); }, [caseId]);
  if (caseId === undefined || !table) return null;
  const subject = table.subjects.find(({ id }) => id === caseId);
  const ranked = run !== undefined && organ !== undefined ? worstFirst(table, run, organ) : [];
  const place = ranked.findIndex(({ id }) => id === caseId);
  const stored = place < 0 ? null : ranked[place].dice;
  const now = answers.find(({ value }) => value === target)?.dice ?? null;
  const go = (to: { readonly id: string } | undefined) => { if (to && run !== undefined && organ !== undefined) void navigate({ to: '/segment', search: { case: to.id, run, organ } }); };
  return (
    <Section title={`Case ${caseId}`} aside={<Button size="compact-xs" variant="subtle" color="gray" onClick={() => history.back()}>Back</Button>}>
      <Text size="xs">{Object.entries(subject?.covariates ?? {}).map(([name, it]) => (it.kind === 'missing' ? `${name}: missing (${it.text ?? it.reason})` : `${name} ${covariateText(it)}`)).join(', ')}</Text>
      {run !== undefined && organ !== undefined && (
        <Stack gap={2}>
          <Text size="xs">Run {run}, {organ.replaceAll('_', ' ')}: stored Dice <b>{figure(stored, 'dice')}</b>{place >= 0 && `, ${place + 1}. worst of ${ranked.length}`}</Text>
          {now !== null && stored !== null && <Text size="xs" data-testid="recomputed">Computed here just now: <b>{figure(now, 'dice')}</b>, {now === stored ? 'exactly the same' : `a difference of ${Math.abs(now - stored).toExponential(1)}`}</Text>}
          {now === null && !run.startsWith('iso-net') && !run.startsWith('iso-text') && <Text size="xs" c="dimmed">The stored prompts are not placed again: prompt the organ yourself and compare.</Text>}
          <Group gap={4}>
            <Button size="compact-xs" variant="default" disabled={place <= 0} onClick={() => go(ranked[place - 1])}>Previous worst</Button>
            <Button size="compact-xs" variant="default" disabled={place < 0 || place >= ranked.length - 1} onClick={() => go(ranked[place + 1])}>Next worst</Button>
          </Group>
        </Stack>
      )}
    </Section>
  );
}

function worstFirst(table: ResultTable, run: string, organ: string): { readonly id: string; readonly dice: number }[] {
  const dice = table.columns.get('dice');
  const r = table.runs.findIndex(({ id }) => id === run), o = table.organs.indexOf(organ);
  if (!dice || r < 0 || o < 0) return [];
  return Array.from(rowsOf(table, r, o), (row) => ({ id: table.cases[table.rows.case[row]].id, dice: dice[row] })).filter((it) => !Number.isNaN(it.dice)).sort((a, b) => a.dice - b.dice);
}
