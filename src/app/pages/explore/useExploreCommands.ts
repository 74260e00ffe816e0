import { useEffect, useMemo } from 'react';
import type { Command } from '#app/actions/command.ts';
import { useKeys } from '#app/parts/useKeys.ts';
import type { ExploreSearch, ExploreView } from '#app/pages/explore/exploreSearch.ts';
import { chosenCuts } from '#app/stores/cohortStore.ts';
import { setCommands, setKeyHelp } from '#app/stores/shellStore.ts';
import { covariateLabel } from '#core/evaluation/exploreRecipe.ts';
import { metricInfo } from '#core/evaluation/figureText.ts';
import type { TableFacts } from '#core/evaluation/tableFacts.ts';

const VIEWS: readonly (readonly [ExploreView, string])[] = [['overview', 'Overview'], ['models', 'Models'], ['groups', 'Groups and organs'], ['confounders', 'Confounders'], ['robustness', 'Prompt robustness']];

/** What can be chosen on the Explore page, by name in the palette and by key. */
export function useExploreCommands(facts: TableFacts | null, change: (to: Partial<ExploreSearch>) => void): void {
  const commands = useMemo((): readonly Command[] => {
    const choose = (to: Partial<ExploreSearch>) => () => change(to);
    return [
      ...VIEWS.map(([view, label], n): Command => ({ id: `view-${view}`, group: 'Explore', label, keys: [String(n + 1)], run: choose({ view: view === 'overview' ? undefined : view }) })),
      ...(facts?.attributes ?? []).map((attribute): Command => ({ id: `by-${attribute}`, group: 'Compare groups of', label: covariateLabel(attribute), run: () => choose({ attribute, cuts: chosenCuts(attribute), versus: undefined })() })),
      ...(facts?.organs ?? []).map((organ): Command => ({ id: `organ-${organ}`, group: 'Organ', label: organ.replaceAll('_', ' '), run: choose({ organ }) })),
      ...(facts?.metrics ?? []).map((metric): Command => ({ id: `metric-${metric}`, group: 'Metric', label: metricInfo(metric).label, run: choose({ metric, failure: undefined }) })),
      { id: 'clear-filters', group: 'Explore', label: 'Clear all filters', run: choose({ filters: undefined }) },
      { id: 'help', group: 'Explore', label: 'Keys', keys: ['?'], run: () => setKeyHelp('open') },
    ];
  }, [facts, change]);
  useKeys(commands);
  useEffect(() => {
    setCommands(commands);
    return () => setCommands([]);
  }, [commands]);
}
