import IconChartHistogram from '@tabler/icons-react/dist/esm/icons/IconChartHistogram.mjs';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { ExploreSearch } from '#app/pages/explore/exploreSearch.ts';
import { rootRoute } from '#app/pages/rootRoute.ts';

export const exploreRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/explore',
  staticData: { page: { label: 'Explore', icon: IconChartHistogram } },
  validateSearch: ExploreSearch,
  component: lazyRouteComponent(() => import('#app/pages/explore/ExplorePage.tsx'), 'ExplorePage'),
});
