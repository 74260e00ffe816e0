import { Center, Loader, ScrollArea, Stack, Tabs, Text } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { columnsNeeded } from '#core/evaluation/exploreRecipe.ts';
import { faultSentence } from '#core/faults.ts';
import { auditCall, focusCall } from '#engine/protocol/statisticsCalls.ts';
import { casePlace } from '#app/actions/casePlace.ts';
import { ExploreControls } from '#app/pages/explore/ExploreControls.tsx';
import { ExploreProvider } from '#app/pages/explore/exploreContext.ts';
import type { Exploring } from '#app/pages/explore/exploreContext.ts';
import type { ExploreSearch, ExploreView } from '#app/pages/explore/exploreSearch.ts';
import { focusOfSearch, selectionOfSearch } from '#app/pages/explore/exploreSearch.ts';
import { FilterBar } from '#app/pages/explore/FilterBar.tsx';
import { ConfounderView } from '#app/pages/explore/ConfounderView.tsx';
import { GroupsView } from '#app/pages/explore/GroupsView.tsx';
import { NoResults } from '#app/pages/explore/NoResults.tsx';
import { ModelsView } from '#app/pages/explore/ModelsView.tsx';
import { OverviewView } from '#app/pages/explore/OverviewView.tsx';
import { RobustnessView } from '#app/pages/explore/RobustnessView.tsx';
import { TableNotice } from '#app/parts/TableNotice.tsx';
import { useAsked } from '#app/pages/explore/useAsked.ts';
import { useCarriedCuts } from '#app/pages/explore/useCarriedCuts.ts';
import { useExploreCommands } from '#app/pages/explore/useExploreCommands.ts';
import { usePlace } from '#app/pages/explore/usePlace.ts';
import { useTable } from '#app/pages/explore/useTable.ts';
import { WhoRow } from '#app/pages/explore/WhoRow.tsx';
import type { ResultsPlace } from '#app/stores/resultsStore.ts';
import { resultsStore } from '#app/stores/resultsStore.ts';

const VIEWS: readonly (readonly [Exclude<ExploreView, 'table'>, string])[] = [
  ['overview', 'Overview'], ['models', 'Models'], ['groups', 'Groups and organs'], ['confounders', 'Confounders'], ['robustness', 'Prompt robustness'],
];
const AUDIT_JOB = { title: 'Auditing the groups', fraction: (it: number) => it };

/** Who is served worse, by how much, how sure are we, and is it the confounder. */
export function ExplorePage() {
  const search = useSearch({ from: '/explore' });
  const navigate = useNavigate();
  const choose = (change: Partial<ExploreSearch>): void => {
    const next = { ...search, ...change };
    void navigate({ to: '/explore', search: Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined)) as ExploreSearch, replace: true });
  };
  // Another table has other organs, runs and covariates, so what was chosen of this one is left behind.
  const chooseData = (data: ResultsPlace): void => void navigate({ to: '/explore', search: { data, ...(search.view ? { view: search.view } : {}) } });
  const opened = usePlace(search.data, (data) => choose({ data }));
  const place = resultsStore((it) => it.place);
  if (opened.state === 'missing') return <NoResults title="These results are not here" fault={opened.fault} place={null} onChoose={chooseData} />;
  if (opened.state === 'opening') return <Opening />;
  return <Exploration key={JSON.stringify(place)} {...{ search, choose, chooseData }} />;
}

interface ExplorationProps extends Pick<Exploring, 'choose' | 'chooseData'> { readonly search: ExploreSearch }

/** The page about the results on the screen. */
function Exploration({ search, choose, chooseData }: ExplorationProps) {
  const navigate = useNavigate();
  const selection = useMemo(() => selectionOfSearch(search), [search]);
  const held = useTable(columnsNeeded(selection));
  const focus = useMemo(() => (held ? focusOfSearch(search, held.facts) : null), [search, held]);
  const of = held && focus ? { tableId: held.tableId, selection } : null;
  const view = useAsked(focusCall, of && focus ? { ...of, focus } : null);
  const audit = useAsked(auditCall, of, { job: AUDIT_JOB });
  const facts = held?.facts ?? null;
  useExploreCommands(facts, search, navigate);
  useCarriedCuts(search, view.value?.recipe.groupings[0], (cuts) => choose({ cuts }));
  const openCase = (at: number): void => {
    const id = resultsStore.getState().table?.cases[at]?.id;
    if (id !== undefined && focus) void navigate(casePlace(id, focus.run, focus.organ));
  };
  if (!held || !focus || !view.value) {
    return view.fault && held ? <NoResults title={`${held.facts.name} cannot be explored`} fault={view.fault} place={resultsStore.getState().place} onChoose={chooseData} /> : <Opening />;
  }
  const exploring: Exploring = { ...held, search, selection, focus, recipe: view.value.recipe, view: view.value.view, audit, choose, chooseData, openCase };
  const shown = search.view ?? 'overview';
  return (
    <ExploreProvider value={exploring}>
      <ScrollArea h="100%" type="auto">
        <Stack gap={0}>
          <h1 className="heard-only">Explore</h1>
          <TableNotice notice={held.facts.notice} />
          <Stack gap={6} px="md" pt="xs" pb={6}>
            <ExploreControls />
            <FilterBar />
            {view.fault && <Text size="sm" role="alert">{faultSentence(view.fault)}</Text>}
          </Stack>
          <WhoRow />
          <Tabs value={shown} onChange={(next) => choose({ view: next === 'overview' || next === null ? undefined : next as ExploreView })} keepMounted={false} px="md" pt={4}>
            <Tabs.List>{VIEWS.map(([id, label]) => <Tabs.Tab key={id} value={id}>{label}</Tabs.Tab>)}</Tabs.List>
            <Tabs.Panel value="overview" pt="sm" pb="md"><OverviewView /></Tabs.Panel>
            <Tabs.Panel value="models" pt="sm" pb="md"><ModelsView /></Tabs.Panel>
            <Tabs.Panel value="groups" pt="sm" pb="md"><GroupsView /></Tabs.Panel>
            <Tabs.Panel value="confounders" pt="sm" pb="md"><ConfounderView /></Tabs.Panel>
            <Tabs.Panel value="robustness" pt="sm" pb="md"><RobustnessView /></Tabs.Panel>
          </Tabs>
        </Stack>
      </ScrollArea>
    </ExploreProvider>
  );
}

function Opening() {
  return <Center h="100%"><Loader aria-label="The results are being opened" /></Center>;
}
