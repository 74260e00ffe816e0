import { createHashHistory, createRouter } from '@tanstack/react-router';
import { casesRoute } from '#app/pages/cases/casesRoute.ts';
import { dataRoute } from '#app/pages/data/dataRoute.ts';
import { exploreRoute } from '#app/pages/explore/exploreRoute.ts';
import { mapsRoute } from '#app/pages/maps/mapsRoute.ts';
import { modelsRoute } from '#app/pages/models/modelsRoute.ts';
import { homeRoute, rootRoute } from '#app/pages/rootRoute.ts';
import { runsRoute } from '#app/pages/runs/runsRoute.ts';
import { segmentRoute } from '#app/pages/segment/segmentRoute.ts';

/** Every page, in the order of the navigation. A page is added by making its route and naming it here. */
const routeTree = rootRoute.addChildren([homeRoute, exploreRoute, mapsRoute, segmentRoute, casesRoute, runsRoute, modelsRoute, dataRoute]);

/** The address after # is the whole state that can be shared, and no server ever sees it. */
export const router = createRouter({ routeTree, history: createHashHistory(), defaultPreload: 'intent' });

declare module '@tanstack/react-router' {
  interface Register { router: typeof router }
}
