import IconListDetails from '@tabler/icons-react/dist/esm/icons/IconListDetails.mjs';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { CasesSearch } from '#app/pages/cases/casesSearch.ts';
import { rootRoute } from '#app/pages/rootRoute.ts';

export const casesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/cases',
  staticData: { page: { label: 'Cases', icon: IconListDetails } },
  validateSearch: CasesSearch,
  component: lazyRouteComponent(() => import('#app/pages/cases/CasesPage.tsx'), 'CasesPage'),
});
