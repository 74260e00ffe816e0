import { createContext, use } from 'react';
import type { Workbench } from '#app/actions/workbench.ts';

const WorkbenchContext = createContext<Workbench | null>(null);

export const WorkbenchProvider = WorkbenchContext.Provider;

/** What actions need; every page is inside its provider. */
export function useWorkbench(): Workbench {
  const bench = use(WorkbenchContext);
  if (!bench) throw new Error('useWorkbench outside of WorkbenchProvider');
  return bench;
}
