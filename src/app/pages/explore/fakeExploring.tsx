import { MantineProvider } from '@mantine/core';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { makeWorkbench } from '#app/actions/workbench.ts';
import type { Exploring } from '#app/pages/explore/exploreContext.ts';
import { ExploreProvider } from '#app/pages/explore/exploreContext.ts';
import { focusOfSearch } from '#app/pages/explore/exploreSearch.ts';
import { CohortDeskProvider } from '#app/parts/cohortDeskContext.ts';
import { WorkbenchProvider } from '#app/parts/workbenchContext.ts';
import { makeCohortDesk } from '#app/actions/cohortDesk.ts';
import type { CovariateValue } from '#core/cohort/covariate.ts';
import type { ResultTable } from '#core/cohort/resultTable.ts';
import { exploreRecipe, type ExploreSelection } from '#core/evaluation/exploreRecipe.ts';
import { focusView } from '#core/evaluation/exploreViews.ts';
import { plantedTable } from '#core/evaluation/plantedTable.ts';
import { auditTable } from '#core/evaluation/tableAudit.ts';
import { tableFacts } from '#core/evaluation/tableFacts.ts';
import { makeTableIndex } from '#core/evaluation/tableIndex.ts';
import type { TableIndex } from '#core/evaluation/tableIndex.ts';
import { unwrap } from '#core/faults.ts';
import type { CohortRoom } from '#engine/client/cohortRoom.ts';
import type { EngineClient } from '#engine/client/engineClient.ts';
import { makeFakeStatistics } from '#engine/client/fakeStatistics.ts';

/** What the Explore page's views are given for a table and a choice, computed as the worker does; for tests. */
export async function exploringOf(table: ResultTable, chosen: ExploreSelection): Promise<{ readonly exploring: Exploring; readonly index: TableIndex }> {
  const index = makeTableIndex(table);
  const facts = tableFacts(index);
  const selection: ExploreSelection = { permutations: 200, modality: 'together', ...chosen };
  const focus = focusOfSearch({}, facts);
  const recipe = unwrap(exploreRecipe(index, selection));
  const nothing = (): void => undefined;
  return {
    index,
    exploring: {
      tableId: 'table', facts, search: {}, selection, focus, recipe, view: unwrap(focusView(index, recipe, focus)),
      fault: null, audit: { state: 'done', value: unwrap(await auditTable(index, recipe)), fault: null }, choose: nothing, chooseData: nothing, openCase: nothing,
    },
  };
}

/** The markup that a view has for what it is given, before any effect. */
export function markupOf(exploring: Exploring, views: ReactNode): string {
  const bench = makeWorkbench({} as EngineClient, makeFakeStatistics());
  return renderToStaticMarkup(
    <MantineProvider>
      <WorkbenchProvider value={bench}><CohortDeskProvider value={makeCohortDesk({} as CohortRoom)}><ExploreProvider value={exploring}>{views}</ExploreProvider></CohortDeskProvider></WorkbenchProvider>
    </MantineProvider>,
  );
}

/** Markup as it is read: without tags and attributes, entities resolved. */
export function textOf(markup: string): string {
  return markup.replaceAll(/<style[^]*?<\/style>/g, '').replaceAll(/<[^>]*>/g, ' ').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#x27;', "'").replaceAll('&amp;', '&').replaceAll(/\s+/g, ' ');
}

export interface MadePerson { readonly dice: number; readonly floor?: number; readonly covariates: Readonly<Record<string, string | number>> }

/** A table of one organ and run from people as they are written down. */
export function madeTable(people: readonly MadePerson[]): ResultTable {
  const [run] = plantedTable({ subjects: 1 }).runs;
  const valueOf = (it: string | number): CovariateValue => (typeof it === 'number' ? { kind: 'number', value: it } : { kind: 'category', value: it });
  const column = (of: (it: MadePerson) => number): Float64Array => Float64Array.from(people, of);
  return {
    name: 'made', notice: null, organs: ['liver'], runs: [{ ...run, casesAsked: people.length }],
    subjects: people.map(({ covariates }, n) => ({ id: `s${n}`, covariates: Object.fromEntries(Object.entries(covariates).map(([name, it]) => [name, valueOf(it)])) })),
    cases: people.map((_, n) => ({ id: `c${n}`, subject: n, modality: 'CT' })),
    rows: { case: Uint32Array.from(people, (_, n) => n), organ: new Uint8Array(people.length), run: new Uint8Array(people.length), status: new Uint8Array(people.length) },
    columns: new Map([['dice', column(({ dice }) => dice)], ['metricFloor', column(({ floor }) => floor ?? 1)]]), columnNames: ['dice', 'metricFloor'],
  };
}
