import IconMap2 from '@tabler/icons-react/dist/esm/icons/IconMap2.mjs';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { MapsSearch } from '#app/pages/maps/mapsSearch.ts';
import { rootRoute } from '#app/pages/rootRoute.ts';

export const mapsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/maps',
  staticData: { page: { label: 'Error maps', icon: IconMap2 } },
  validateSearch: MapsSearch,
  component: lazyRouteComponent(() => import('#app/pages/maps/MapsPage.tsx'), 'MapsPage'),
});
