import IconPlayerPlay from '@tabler/icons-react/dist/esm/icons/IconPlayerPlay.mjs';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import * as v from 'valibot';
import { rootRoute } from '#app/pages/rootRoute.ts';

export const runsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/runs',
  staticData: { page: { label: 'Runs', icon: IconPlayerPlay } },
  validateSearch: v.object({ cohort: v.optional(v.fallback(v.optional(v.string()), undefined)) }),
  component: lazyRouteComponent(() => import('#app/pages/runs/RunsPage.tsx'), 'RunsPage'),
});
