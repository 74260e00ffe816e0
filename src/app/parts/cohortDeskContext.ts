import { createContext, use } from 'react';
import type { CohortDesk } from '#app/actions/cohortDesk.ts';

const CohortDeskContext = createContext<CohortDesk | null>(null);

export const CohortDeskProvider = CohortDeskContext.Provider;

/** What actions on cohorts and runs need; every page is inside its provider. */
export function useCohortDesk(): CohortDesk {
  const desk = use(CohortDeskContext);
  if (!desk) throw new Error('useCohortDesk outside of CohortDeskProvider');
  return desk;
}
