import { ScrollArea, Stack, Tabs, Text } from '@mantine/core';
import { memo } from 'react';
import { ConfounderView } from '#app/pages/explore/ConfounderView.tsx';
import { ExploreControls } from '#app/pages/explore/ExploreControls.tsx';
import type { Exploring } from '#app/pages/explore/exploreContext.ts';
import { ExploreProvider } from '#app/pages/explore/exploreContext.ts';
import type { ExploreView } from '#app/pages/explore/exploreSearch.ts';
import { FilterBar } from '#app/pages/explore/FilterBar.tsx';
import { GroupsView } from '#app/pages/explore/GroupsView.tsx';
import { Later } from '#app/pages/explore/Later.tsx';
import { ModelsView } from '#app/pages/explore/ModelsView.tsx';
import { OverviewView } from '#app/pages/explore/OverviewView.tsx';
import { RobustnessView } from '#app/pages/explore/RobustnessView.tsx';
import { WhoRow } from '#app/pages/explore/WhoRow.tsx';
import { TableNotice } from '#app/parts/TableNotice.tsx';
import { faultSentence } from '#core/faults.ts';

const VIEWS: readonly (readonly [Exclude<ExploreView, 'table'>, string])[] = [
  ['overview', 'Overview'], ['models', 'Models'], ['groups', 'Groups and organs'], ['confounders', 'Confounders'], ['robustness', 'Prompt robustness'],
];

const TABS = <Tabs.List>{VIEWS.map(([id, label]) => <Tabs.Tab key={id} value={id}>{label}</Tabs.Tab>)}</Tabs.List>;

interface ExploreViewsProps {
  /** What is chosen, which the controls show at once. */
  readonly exploring: Exploring;
  /** The same with the answer to it, or the last choice that has one. */
  readonly answered: Exploring;
}

/** Controls, who is in the data, and the views. Drawn anew for other facts alone, however often the page around it is. */
export const ExploreViews = memo(function ExploreViews({ exploring, answered }: ExploreViewsProps) {
  return (
    <ScrollArea h="100%" type="auto">
      <Stack gap={0}>
        <h1 className="heard-only">Explore</h1>
        <TableNotice notice={exploring.facts.notice} />
        <ExploreProvider value={exploring}>
          <Stack gap={6} px="md" pt="xs" pb={6}>
            <ExploreControls />
            <FilterBar />
            {exploring.fault && <Text size="sm" role="alert">{faultSentence(exploring.fault)}</Text>}
          </Stack>
        </ExploreProvider>
        <Answer exploring={answered} />
      </Stack>
    </ScrollArea>
  );
});

const Answer = memo(function Answer({ exploring }: Pick<ExploreViewsProps, 'exploring'>) {
  const { search, choose } = exploring;
  return (
    <ExploreProvider value={exploring}>
      <WhoRow />
      <Tabs value={search.view ?? 'overview'} onChange={(next) => choose({ view: next === 'overview' || next === null ? undefined : next as ExploreView })} keepMounted={false} px="md" pt={4}>
        {TABS}
        <Tabs.Panel value="overview" pt="sm" pb="md"><Later><OverviewView /></Later></Tabs.Panel>
        <Tabs.Panel value="models" pt="sm" pb="md"><Later><ModelsView /></Later></Tabs.Panel>
        <Tabs.Panel value="groups" pt="sm" pb="md"><Later><GroupsView /></Later></Tabs.Panel>
        <Tabs.Panel value="confounders" pt="sm" pb="md"><Later><ConfounderView /></Later></Tabs.Panel>
        <Tabs.Panel value="robustness" pt="sm" pb="md"><Later><RobustnessView /></Later></Tabs.Panel>
      </Tabs>
    </ExploreProvider>
  );
});
