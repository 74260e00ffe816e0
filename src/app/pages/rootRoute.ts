import { createRootRoute, createRoute, redirect } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { Shell } from '#app/parts/Shell.tsx';

/** What the navigation shows of a page; a route without it is not in the navigation. */
export interface PageFacts {
  readonly label: string;
  readonly icon: ComponentType<{ size?: number | string; stroke?: number | string }>;
}

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption { page?: PageFacts }
}

export const rootRoute = createRootRoute({ component: Shell });

/** Where the bare address leads. */
export const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: () => { throw redirect({ to: '/segment' }); },
});
