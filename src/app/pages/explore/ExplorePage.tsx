import { Center, Loader } from '@mantine/core';
import { useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import { useCallback, useDeferredValue, useMemo, useState } from 'react';
import { columnsNeeded } from '#core/evaluation/exploreRecipe.ts';
import { auditCall, focusCall } from '#engine/protocol/statisticsCalls.ts';
import { casePlace } from '#app/actions/casePlace.ts';
import type { Exploring } from '#app/pages/explore/exploreContext.ts';
import type { ExploreSearch } from '#app/pages/explore/exploreSearch.ts';
import { focusOfSearch, selectionOfSearch } from '#app/pages/explore/exploreSearch.ts';
import { ExploreViews } from '#app/pages/explore/ExploreViews.tsx';
import { NoResults } from '#app/pages/explore/NoResults.tsx';
import { useAsked } from '#app/pages/explore/useAsked.ts';
import { useCarriedCuts } from '#app/pages/explore/useCarriedCuts.ts';
import { useExploreCommands } from '#app/pages/explore/useExploreCommands.ts';
import { usePlace } from '#app/pages/explore/usePlace.ts';
import { useTable } from '#app/pages/explore/useTable.ts';
import type { ResultsPlace } from '#app/stores/resultsStore.ts';
import { resultsStore } from '#app/stores/resultsStore.ts';

const AUDIT_JOB = { title: 'Auditing the groups', fraction: (it: number) => it };

/** Who is served worse, by how much, how sure are we, and is it the confounder. */
export function ExplorePage() {
  const search = useSearch({ from: '/explore' });
  const navigate = useNavigate();
  const router = useRouter();
  const choose = useCallback((change: Partial<ExploreSearch>): void => {
    const next = { ...router.state.location.search as ExploreSearch, ...change };
    void navigate({ to: '/explore', search: Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined)) as ExploreSearch, replace: true });
  }, [router, navigate]);
  // Another table has other organs, runs and covariates, so what was chosen of this one is left behind.
  const chooseData = useCallback((data: ResultsPlace): void => {
    const { view } = router.state.location.search as ExploreSearch;
    void navigate({ to: '/explore', search: { data, ...(view ? { view } : {}) } });
  }, [router, navigate]);
  const opened = usePlace(search.data, (data) => choose({ data }));
  const place = resultsStore((it) => it.place);
  if (opened.state === 'missing') return <NoResults title="These results are not here" fault={opened.fault} place={null} onChoose={chooseData} />;
  if (opened.state === 'opening') return <Opening />;
  return <Exploration key={JSON.stringify(place)} {...{ search, choose, chooseData }} />;
}

interface ExplorationProps extends Pick<Exploring, 'choose' | 'chooseData'> { readonly search: ExploreSearch }

/**
 * The page about the results on the screen. The worker is asked as soon as something is chosen; the page is drawn in
 * pieces behind that, so that a choice is answered even while what the one before brought is drawn. The controls show a
 * choice at once; the views are drawn once for each, when its answer is there.
 */
function Exploration({ search, choose, chooseData }: ExplorationProps) {
  const navigate = useNavigate();
  const selection = useMemo(() => selectionOfSearch(search), [search]);
  const held = useTable(columnsNeeded(selection));
  const focus = useMemo(() => (held ? focusOfSearch(search, held.facts) : null), [search, held]);
  const of = held && focus ? { tableId: held.tableId, selection } : null;
  const { state, value: view, fault } = useAsked(focusCall, of && focus ? { ...of, focus } : null);
  const audit = useAsked(auditCall, of, { job: AUDIT_JOB });
  const facts = held?.facts ?? null;
  useExploreCommands(facts, choose);
  useCarriedCuts(search, view?.recipe.groupings[0], (cuts) => choose({ cuts }));
  const openCase = useCallback((at: number): void => {
    const id = resultsStore.getState().table?.cases[at]?.id;
    if (id !== undefined && focus) void navigate(casePlace(id, focus.run, focus.organ));
  }, [focus, navigate]);
  const exploring = useMemo((): Exploring | null => held && focus && view && { ...held, search, selection, focus, ...view, fault, audit, choose, chooseData, openCase }, [held, search, selection, focus, view, fault, audit, choose, chooseData, openCase]);
  const [answered, setAnswered] = useState<Exploring | null>(null);
  if (exploring && state !== 'waiting' && answered !== exploring) setAnswered(exploring);
  const shown = useDeferredValue(exploring, null);
  const views = useDeferredValue(answered, null);
  if (shown && views) return <ExploreViews exploring={shown} answered={views} />;
  return fault && held ? <NoResults title={`${held.facts.name} cannot be explored`} fault={fault} place={resultsStore.getState().place} onChoose={chooseData} /> : <Opening />;
}

function Opening() {
  return <Center h="100%"><Loader aria-label="The results are being opened" /></Center>;
}
