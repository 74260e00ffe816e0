import IconFocusCentered from '@tabler/icons-react/dist/esm/icons/IconFocusCentered.mjs';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '#app/pages/rootRoute.ts';
import { SegmentSearch } from '#app/pages/segment/segmentSearch.ts';

export const segmentRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/segment',
  staticData: { page: { label: 'Segment', icon: IconFocusCentered } },
  validateSearch: SegmentSearch,
  component: lazyRouteComponent(() => import('#app/pages/segment/SegmentPage.tsx'), 'SegmentPage'),
});
