import IconPackages from '@tabler/icons-react/dist/esm/icons/IconPackages.mjs';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '#app/pages/rootRoute.ts';

export const modelsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/models',
  staticData: { page: { label: 'Models', icon: IconPackages } },
  component: lazyRouteComponent(() => import('#app/pages/models/ModelsPage.tsx'), 'ModelsPage'),
});
