import { useEffect, useRef } from 'react';
import type { ExploreSearch } from '#app/pages/explore/exploreSearch.ts';
import { chosenCuts } from '#app/stores/cohortStore.ts';
import type { RecipeGrouping } from '#core/evaluation/recipe.ts';

/** A page that opens without an attribute in its address begins with the cut-offs that were chosen on the Data page, and says so in the address. */
export function useCarriedCuts({ attribute, cuts }: ExploreSearch, grouping: RecipeGrouping | undefined, choose: (cuts: number[]) => void): void {
  const state = useRef<'fresh' | 'looked'>('fresh');
  useEffect(() => {
    if (!grouping || state.current === 'looked') return;
    state.current = 'looked';
    const carried = attribute === undefined && cuts === undefined && grouping.kind === 'cut' ? chosenCuts(grouping.column) : undefined;
    if (carried) choose(carried);
  });
}
