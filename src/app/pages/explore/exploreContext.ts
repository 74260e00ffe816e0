import { createContext, use } from 'react';
import type { Asked } from '#app/pages/explore/useAsked.ts';
import type { ResultsPlace } from '#app/stores/resultsStore.ts';
import type { ExploreSearch } from '#app/pages/explore/exploreSearch.ts';
import type { Audit } from '#core/evaluation/auditCohort.ts';
import type { ExploreSelection } from '#core/evaluation/exploreRecipe.ts';
import type { Focus, FocusView } from '#core/evaluation/exploreViews.ts';
import type { Recipe } from '#core/evaluation/recipe.ts';
import type { Fault } from '#core/faults.ts';
import type { TableFacts } from '#core/evaluation/tableFacts.ts';

/** What every part of the Explore page is about. */
export interface Exploring {
  readonly tableId: string;
  readonly facts: TableFacts;
  readonly search: ExploreSearch;
  readonly selection: ExploreSelection;
  readonly focus: Focus;
  readonly recipe: Recipe;
  readonly view: FocusView;
  /** Why the last choice has no answer; what is shown is of the one before. */
  readonly fault: Fault | null;
  readonly audit: Asked<Audit>;
  /** Changes the address; a value of undefined goes back to the default. */
  readonly choose: (change: Partial<ExploreSearch>) => void;
  /** Other results in place of these. */
  readonly chooseData: (place: ResultsPlace) => void;
  /** Opens a case (an index into the table's cases) on the Segment page. */
  readonly openCase: (at: number) => void;
}

const ExploreContext = createContext<Exploring | null>(null);

export const ExploreProvider = ExploreContext.Provider;

export function useExploring(): Exploring {
  const it = use(ExploreContext);
  if (!it) throw new Error('useExploring outside of ExploreProvider');
  return it;
}
