import { createMemoryHistory, createRootRoute, createRoute, createRouter, RouterContextProvider } from '@tanstack/react-router';
import { expect, test } from 'vitest';
import type { Exploring } from '#app/pages/explore/exploreContext.ts';
import { ExploreControls } from '#app/pages/explore/ExploreControls.tsx';
import { ExploreSearch } from '#app/pages/explore/exploreSearch.ts';
import { exploringOf, markupOf } from '#app/pages/explore/fakeExploring.tsx';
import { plantedTable } from '#core/evaluation/plantedTable.ts';

/** The controls at an address, about what an earlier address asked for. */
async function controlsAt(address: string, exploring: Exploring): Promise<string> {
  const root = createRootRoute();
  const explore = createRoute({ getParentRoute: () => root, path: '/explore', validateSearch: ExploreSearch });
  const router = createRouter({ routeTree: root.addChildren([explore]), history: createMemoryHistory({ initialEntries: [address] }) });
  await router.load();
  return markupOf(exploring, <RouterContextProvider router={router}><ExploreControls /></RouterContextProvider>);
}

/** What a control shows, by its label. */
function shownBy(markup: string, label: string): string | undefined {
  const id = new RegExp(`for="([^"]+)"[^>]*>${label}<`).exec(markup)?.[1];
  const input = markup.match(/<input[^>]*>/g)?.find((it) => it.includes(`id="${id}"`));
  return /value="([^"]*)"/.exec(input ?? '')?.[1];
}

test('the controls show the address before its answer is there, so that the way back to what is still drawn is a choice', async () => {
  const { exploring } = await exploringOf(plantedTable(), { attribute: 'bmi' });
  expect(exploring.focus).toEqual({ organ: 'liver', run: 'balanced' });
  const markup = await controlsAt('/explore?attribute=sex&organ=spleen&metric=nsd&run=unbalanced', exploring);
  expect(shownBy(markup, 'Attribute')).toBe('sex');
  expect(shownBy(markup, 'Organ')).toBe('spleen');
  expect(shownBy(markup, 'Metric')).toBe('NSD');
  expect(shownBy(markup, 'Model and prompt')).toBe('unbalanced');
  expect(shownBy(await controlsAt('/explore', exploring), 'Attribute')).toBe('BMI');
});
