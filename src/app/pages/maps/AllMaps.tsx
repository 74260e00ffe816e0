import { Stack, Text } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import type { MapsAsk } from '#app/actions/errorMaps.ts';
import { compareManyMaps, topologyOf } from '#app/actions/errorMaps.ts';
import { allMapsTable, multipleOf, withCorrected } from '#app/pages/maps/allMapsWords.ts';
import type { MapsSelection } from '#app/pages/maps/mapsSelection.ts';
import { runName } from '#core/evaluation/runName.ts';
import { useWorkbench } from '#app/parts/workbenchContext.ts';
import { MapMultiples } from '#charts/mapMultiples/Chart.tsx';
import type { ResultTable } from '#core/cohort/resultTable.ts';
import type { MapsAnswer } from '#core/evaluation/compareMaps.ts';
import type { TableFacts } from '#core/evaluation/tableFacts.ts';
import type { Outcome } from '#engine/protocol/call.ts';

interface AllMapsProps { readonly table: ResultTable; readonly facts: TableFacts; readonly chosen: MapsSelection; readonly open: (organ: string, run: string) => void }

/** Permutations of each of many maps: with fewer no p survives a correction over the maps, and more would only take longer. */
const PERMUTATIONS = { fewest: 1000, most: 2000 };

/** The difference between the groups on every organ by every run over the whole cohort. */
export function AllMaps({ table, facts, chosen: { question }, open }: AllMapsProps) {
  const bench = useWorkbench();
  const key = JSON.stringify(question);
  const runs = useMemo(() => (facts.wholeRuns.length > 0 ? facts.wholeRuns : facts.runs.map(({ id }) => id)).slice(0, 6), [facts]);
  const asks = useMemo(() => facts.organs.flatMap((organ) => runs.map((run): MapsAsk => {
    const asked: MapsAsk['question'] = JSON.parse(key);
    return { organ, run, question: { ...asked, permutations: Math.max(PERMUTATIONS.fewest, Math.min(asked.permutations, PERMUTATIONS.most)) } };
  })), [facts, runs, key]);
  const [found, setFound] = useState<{ readonly asks: readonly MapsAsk[]; readonly outcomes: readonly Outcome<MapsAnswer>[]; readonly isCancelled: boolean }>({ asks: [], outcomes: [], isCancelled: false });
  useEffect(() => {
    const controller = new AbortController();
    const outcomes: Outcome<MapsAnswer>[] = [];
    void compareManyMaps(bench, table, asks, controller.signal, (at, outcome) => {
      outcomes[at] = outcome;
      setFound({ asks, outcomes: [...outcomes], isCancelled: false });
    }).then((end) => { if (end.state === 'cancelled' && !controller.signal.aborted) setFound({ asks, outcomes: [...outcomes], isCancelled: true }); });
    return () => controller.abort();
  }, [bench, table, asks]);
  const outcomes = useMemo(() => (found.asks === asks ? found.outcomes : []), [found, asks]);
  const shown = useMemo(() => withCorrected(asks.map((ask, at) => ({ ask, outcome: outcomes[at] ?? null }))), [asks, outcomes]);
  const organName = (organ: string) => organ.replaceAll('_', ' ');
  const multiples = shown.map((it) => multipleOf(it, organName(it.ask.organ), runName(facts.runs, it.ask.run), topologyOf(it.ask.organ)));
  const isWhole = outcomes.length === asks.length;
  const differing = shown.filter(({ p, corrected }) => p !== null && corrected !== null && corrected <= 0.05).length;
  const [a, b] = question.groups;
  const finding = `${differing} of ${shown.filter(({ p }) => p !== null).length} maps differ between ${b} and ${a} after Holm's correction over the maps.`;
  return (
    <Stack p="md" gap="sm" maw={1240}>
      <Text size="sm" data-testid="all-maps-finding" data-state={isWhole ? 'done' : 'computing'} role="status">
        {isWhole ? finding : found.isCancelled ? `Cancelled after ${outcomes.length} of ${asks.length} maps.` : `${outcomes.length} of ${asks.length} maps so far; the bar below has the progress and a way to cancel.`}
      </Text>
      <MapMultiples title={`${b} − ${a} on every organ by every run`} description={finding} fileName="error-maps-all" unit={question.measure.kind === 'signed' ? 'mm' : '%'}
        method={`One scale for all; outlined: family-wise p ≤ .05 within a map (${asks[0]?.question.permutations ?? 0} permutations, seed ${question.seed}). Beneath each: its smallest family-wise p, corrected by Holm over the maps. Press one to open it.`}
        rows={facts.organs.map(organName)} columns={runs.map((run) => runName(facts.runs, run))} multiples={multiples} table={allMapsTable(shown, question)}
        onOpen={(row, column) => open(facts.organs.find((it) => organName(it) === row) ?? facts.organs[0], runs.find((it) => runName(facts.runs, it) === column) ?? runs[0])} />
    </Stack>
  );
}
