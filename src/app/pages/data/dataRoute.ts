import IconDatabase from '@tabler/icons-react/dist/esm/icons/IconDatabase.mjs';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import * as v from 'valibot';
import { rootRoute } from '#app/pages/rootRoute.ts';

export const dataRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/data',
  staticData: { page: { label: 'Data', icon: IconDatabase } },
  validateSearch: v.object({ cohort: v.optional(v.fallback(v.optional(v.string()), undefined)) }),
  component: lazyRouteComponent(() => import('#app/pages/data/DataPage.tsx'), 'DataPage'),
});
