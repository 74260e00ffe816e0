import { Alert, Stack, Text } from '@mantine/core';
import { useEffect, useMemo } from 'react';
import type { MapsAsk } from '#app/actions/errorMaps.ts';
import type { MapsSelection } from '#app/pages/maps/mapsSelection.ts';
import { mapsTable } from '#app/pages/maps/mapsTable.ts';
import { binWords, findingWords, methodWords, organTitle } from '#app/pages/maps/mapsWords.ts';
import { TakeAlong } from '#app/pages/maps/TakeAlong.tsx';
import { OnTheOrgan } from '#app/pages/maps/OnTheOrgan.tsx';
import { useErrorMaps, useWorstCases } from '#app/pages/maps/useErrorMaps.ts';
import { WorstHere } from '#app/pages/maps/WorstHere.tsx';
import { setGroupMap } from '#app/stores/groupMapStore.ts';
import type { ResultTable } from '#core/cohort/resultTable.ts';
import { shownOrgan } from '#core/errormaps/bothSides.ts';
import type { CaseHere, MapsAnswer } from '#core/evaluation/compareMaps.ts';
import { faultSentence } from '#core/faults.ts';
import { SurfaceMapChart } from '#charts/surfaceMap/Chart.tsx';
import type { MapPanel } from '#charts/surfaceMap/layout.ts';
import { sharedSpan } from '#charts/surfaceMap/layout.ts';

interface ResultProps { readonly table: ResultTable; readonly chosen: MapsSelection; readonly bin: number | undefined; readonly openBin: (bin: number) => void }

const WORST = 8;

/** The maps, the sentence that they come to, and who is behind a bin. */
export function MapsResult({ table, chosen: { run, organ, question }, bin, openBin }: ResultProps) {
  const it = useErrorMaps(table, { run, organ, question });
  const worst = useWorstCases(table, it, bin, WORST);
  if (it.state === 'failed') return <Alert m="md" color="yellow" title="No map can be shown">{faultSentence(it.fault)}</Alert>;
  if (it.state !== 'done') return <Text p="md" size="sm" c="dimmed" role="status">{it.state === 'cancelled' ? 'Cancelled. Change something above to compare again.' : 'Permuting; the bar below has the progress and a way to cancel.'}</Text>;
  return <Maps {...{ table, bin, openBin, worst }} answer={it.answer} ask={it.ask} />;
}

interface MapsProps extends Pick<ResultProps, 'table' | 'bin' | 'openBin'> { readonly answer: MapsAnswer; readonly ask: MapsAsk; readonly worst: readonly CaseHere[] }

function Maps({ table, bin, openBin, worst, answer, ask }: MapsProps) {
  const isSigned = ask.question.measure.kind === 'signed';
  const panels = useMemo(() => panelsOf(answer, ask.question.groups, isSigned), [answer, ask, isSigned]);
  const unit = isSigned ? 'mm' : '%';
  const map = useMemo(() => ({ organ: shownOrgan(ask.organ), topology: answer.topology, panels, span: sharedSpan(panels), unit }), [answer, ask, panels, unit]);
  useEffect(() => setGroupMap(map), [map]);
  const name = organTitle(ask.organ);
  const title = `${name[0].toUpperCase()}${name.slice(1)}`;
  const finding = findingWords(answer, ask.question, title);
  return (
    <Stack p="md" gap="md" maw={1240}>
      <Text size="sm" data-testid="maps-finding">{finding}</Text>
      <SurfaceMapChart title={`${title}: where ${ask.run} errs in ${ask.question.groups[0]}, in ${ask.question.groups[1]}, and where they differ`} description={finding}
        method={methodWords(answer, ask.question, answer.topology, ask.organ)} table={mapsTable(answer, ask.question)} fileName={`error-map-${ask.organ}`} topology={answer.topology}
        panels={panels} unit={unit}
        words={(panel, at) => binWords(answer, ask.question, panel, at)} onOpen={openBin} />
      <TakeAlong table={table} ask={ask} answer={answer} />
      {answer.comparison.state === 'failed' && <Alert color="yellow" title="The groups cannot be compared">{faultSentence(answer.comparison.fault)}</Alert>}
      {bin === undefined ? <Text size="xs" c="dimmed">Click a place (or press Enter on it) to see whose errors are largest there.</Text> : <WorstHere table={table} ask={ask} answer={answer} bin={bin} cases={worst} />}
      <OnTheOrgan map={map} words={(panel, at) => binWords(answer, ask.question, panel, at)} openBin={openBin} />
    </Stack>
  );
}

function panelsOf({ first, second, comparison }: MapsAnswer, [a, b]: readonly [string, string], isSigned: boolean): readonly MapPanel[] {
  const scale = isSigned ? 'signed' as const : 'share' as const;
  const groups: MapPanel[] = [{ title: a, scale, values: first.mean, regions: [] }, { title: b, scale, values: second.mean, regions: [] }];
  if (comparison.state === 'failed') return groups;
  const { difference, tested, regions } = comparison.value;
  return [...groups, { title: `${b} − ${a}`, scale: 'signed', values: difference.map((it, bin) => (tested[bin] === 1 ? it : Number.NaN)), regions: regions.map(({ bins }) => bins) }];
}
